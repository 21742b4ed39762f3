import type { FileAnswer, JsonAnswer } from '../endpoints/endpoint';
import { configure, defaultBehaviour, type Configuration } from '../platform/behaviour';
import { MESSAGES, PlatformError } from '../platform/codes';
import type { Platform } from '../platform/platform';
import { columnSheet } from '../workbooks/sheet';
import { writeSheets } from '../workbooks/write';
import { findTemplate, type SampleTemplate } from '../platform/templates';
import type { Params } from '../platform/types';
import { isFile, jsonAnswer, type Answer, type TextAnswer } from '../wire/answer';
import { CATALOG } from './catalog';
import { inLists } from './listPlaces';
import type { Arrival, Envelope, Exchange, Manner, ReceivedExchange } from './manner';

/** The manners of a platform that are switched on, in the order in which they were named. */
export class Manners {
  private manners: Manner[] = [];
  /** What was configured by itself, without what manners stand for. */
  private readonly base = defaultBehaviour();

  constructor(
    private readonly platform: Platform,
    changes: Configuration = {},
  ) {
    this.configure(changes);
  }

  /** Names and values that it does not know are a mistake of the caller; then nothing changes. */
  configure(changes: Configuration): void {
    const manners = (changes.manners ?? this.base.manners).map(named);
    configure(this.base, changes);
    this.manners = manners;
    const { behaviour } = this.platform;
    Object.assign(behaviour, this.base);
    for (const manner of manners) configure(behaviour, manner.behaviour ?? {});
  }

  async arrive(arrival: Arrival): Promise<TextAnswer | undefined> {
    for (const manner of this.manners) {
      const answer = await manner.arrive?.(arrival);
      if (answer) return answer;
    }
    return undefined;
  }

  received(params: Params, exchange: ReceivedExchange): Params {
    return this.pass(params, (manner, value) => manner.received?.(value, exchange));
  }

  signed(params: Params): Params {
    return this.pass(params, (manner, value) => manner.signed?.(value));
  }

  signedJson(json: string): string {
    return this.pass(json, (manner, value) => manner.signedJson?.(value));
  }

  params(params: Params, exchange: Exchange): Params {
    return this.pass(params, (manner, value) => manner.params?.(value, exchange));
  }

  /** @returns the code that is answered, 0 for a file, and the answer itself */
  async answer(
    given: JsonAnswer | FileAnswer | PlatformError,
    exchange: Exchange,
  ): Promise<{ code: number; answer: Answer }> {
    if (!(given instanceof PlatformError) && isFile(given)) {
      return { code: 0, answer: await this.file(given, exchange) };
    }
    let envelope = this.envelopeOf(given, exchange);
    for (const manner of this.manners) {
      envelope = (await manner.envelope?.(envelope, exchange)) ?? envelope;
    }
    const code = Number(envelope.code);
    const answer = this.pass(jsonAnswer(envelope), (manner, value) =>
      manner.reply?.(value, { ...exchange, code }),
    );
    return { code, answer };
  }

  private envelopeOf(given: JsonAnswer | PlatformError, exchange: Exchange): Envelope {
    if (given instanceof PlatformError) {
      return { code: given.code, msg: given.message, data: [] };
    }
    const { endpoint } = exchange;
    const data = inLists(endpoint, given.data, (rows) => {
      const changed = rows.map((row) =>
        this.pass(row, (manner, value) => manner.row?.(value, exchange)),
      );
      let list: unknown = changed;
      for (const manner of this.manners) {
        if (Array.isArray(list)) list = manner.rows ? manner.rows(list, exchange) : list;
      }
      return list;
    });
    return { code: 0, msg: given.msg ?? MESSAGES[0], data };
  }

  private async file(given: FileAnswer, exchange: Exchange): Promise<Answer> {
    const template = findTemplate(String(exchange.params.project_sn ?? ''));
    if (exchange.endpoint === 'exportModel' && template) return await this.template(template);
    let answer: Answer = given;
    for (const manner of this.manners) {
      if (isFile(answer)) answer = (await manner.file?.(answer, exchange)) ?? answer;
    }
    return answer;
  }

  /** A template's file, as exportModel and project_excel give it. */
  async template(template: SampleTemplate): Promise<FileAnswer> {
    const sheets = this.pass([columnSheet(template)], (manner, value) => manner.sheets?.(value));
    const format = this.pass('xlsx' as const, (manner) => manner.format as 'xlsx' | undefined);
    return { file: await writeSheets(template.caption, sheets, format) };
  }

  private pass<T>(value: T, change: (manner: Manner, value: T) => T | undefined): T {
    return this.manners.reduce((current, manner) => change(manner, current) ?? current, value);
  }
}

/** `row-limit=7000` or `signs-raw` */
function named(text: string): Manner {
  const [name, given] = text.trim().split('=');
  if (!Object.hasOwn(CATALOG, name)) throw new Error(`There is no manner '${name}'`);
  const { value, make } = CATALOG[name];
  if (given === undefined) return make(value ?? 0);
  if (value === undefined) throw new Error(`The manner '${name}' takes no number`);
  if (!/^-?\d{1,12}$/.test(given)) throw new Error(`The manner '${name}' takes a number`);
  return make(Number(given));
}
