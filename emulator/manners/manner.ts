import type { FileAnswer } from '../endpoints/endpoint';
import type { Configuration } from '../platform/behaviour';
import type { Platform } from '../platform/platform';
import type { Sheet, WorkbookFormat } from '../workbooks/sheet';
import type { Params } from '../platform/types';
import type { TextAnswer } from '../wire/answer';

/** A request that a manner has a say in. */
export interface Exchange {
  platform: Platform;
  /** `crmList` */
  endpoint: string;
  params: Params;
}

/** A request of which the headers alone have been read. */
export interface Arrival {
  platform: Platform;
  endpoint: string;
  /** Path and query. */
  path: string;
  listener: ListenerName;
  /** Bytes, as the request says. */
  bodyLength: number;
}

/** The platform itself, its twin behind TLS, and the server that keeps the recordings. */
export type ListenerName = 'main' | 'tls' | 'recordings';

export type Row = Record<string, unknown>;
export type Envelope = Record<string, unknown> & { code: unknown; msg: unknown };

/**
 * A habit of real servers: each member changes one place on the way of a request through the
 * platform. They stand in the order of that way. To turn a request down, throw a PlatformError.
 */
export interface Manner {
  /** Settings of the platform that it stands for. */
  behaviour?: Configuration;
  /** Answers before the request is read. */
  arrive?(arrival: Arrival): Promise<TextAnswer | undefined> | TextAnswer | undefined;
  /** The parameters, as PHP has them. */
  received?(params: Params, exchange: ReceivedExchange): Params;
  /** What is signed. */
  signed?(params: Params): Params;
  /** The JSON that is signed. */
  signedJson?(json: string): string;
  /** What the key is checked with, and what the endpoint works with. */
  params?(params: Params, exchange: Exchange): Params;
  /** One row of a list. */
  row?(row: Row, exchange: Exchange): Row;
  /** A whole list. */
  rows?(rows: Row[], exchange: Exchange): unknown;
  /** `{code, msg, data}` */
  envelope?(envelope: Envelope, exchange: Exchange): Envelope | Promise<Envelope>;
  /** The JSON as HTTP sends it. */
  reply?(answer: TextAnswer, exchange: RepliedExchange): TextAnswer;
  /** A file. */
  file?(answer: FileAnswer, exchange: Exchange): Promise<FileAnswer | TextAnswer>;
  /** The sheets of a template's file. */
  sheets?(sheets: Sheet[]): Sheet[];
  /** What kind of file that is. */
  format?: WorkbookFormat;
}

export interface ReceivedExchange extends Exchange {
  /** Bytes of the body, and of the largest file in it. */
  bodyLength: number;
  fileLength: number;
}

export interface RepliedExchange extends Exchange {
  /** The code that was answered. */
  code: number;
}

/** A manner that can be chosen by name, some with a number behind it: `body-limit=500000`. */
export interface NamedManner {
  /** One line for people. */
  about: string;
  /** The number when none is given; absent where there is none to give. */
  value?: number;
  make(value: number): Manner;
}

export type Catalog = Record<string, NamedManner>;
