import { NodeApiError, type IN8nHttpFullResponse, type JsonObject } from 'n8n-workflow';

import { describeCode, SERVER_FAULT } from '../../xiaoa/codes';
import type { Endpoint } from '../../xiaoa/endpoints';
import type { Envelope, MalformedAnswer } from '../../xiaoa/envelope';
import type { TransportContext } from './context';
import type { LostExchange } from './transportError';
import { foreignText, secretsOf } from './redactSecrets';

/** What an error has to name, so that the user knows which of many requests it speaks of. */
export interface CallSite {
  readonly endpoint: Endpoint;
  readonly itemIndex?: number;
  /** For a write whose outcome is not known: where to look whether it was carried out. */
  readonly whereToLook?: string;
}

interface Report {
  message: string;
  description: string;
  httpCode?: string;
}

/** What the platform also answers when it is asked for a file that it does not have. */
const NOTHING_CHOSEN = 50001;

export async function noAnswer(context: TransportContext, site: CallSite, lost: LostExchange) {
  const report: Report = {
    message: lost.foreign ? await foreignText(context, lost.message) : lost.message,
    description: lost.foreign ? await foreignText(context, lost.description) : lost.description,
    httpCode: lost.httpCode,
  };
  return apiError(context, site, lost.mayHaveArrived ? unknownOutcome(site, report) : report);
}

export async function answerNotUnderstood(
  context: TransportContext,
  site: CallSite,
  answer: MalformedAnswer,
) {
  const excerpt = answer.excerpt(await secretsOf(context));
  if (site.endpoint.answersWithFile) {
    return apiError(context, site, {
      message: excerpt === '' ? 'XiaoA sent an empty file' : 'What XiaoA sent is no file',
      description:
        excerpt === ''
          ? 'There is nothing in it. Look in XiaoA whether the file is there, and run this again.'
          : `It is neither a file nor the JSON with which XiaoA's API says why. It begins: ${excerpt}`,
    });
  }
  return apiError(
    context,
    site,
    unknownOutcome(site, {
      message: 'What XiaoA answered could not be read',
      description: `It is not the JSON that XiaoA's API describes. It begins: ${excerpt || '(nothing)'}`,
    }),
  );
}

export async function httpRefusal(
  context: TransportContext,
  site: CallSite,
  answer: IN8nHttpFullResponse,
) {
  const status = answer.statusCode;
  const location = status < 400 ? answer.headers.location : undefined;
  const report: Report = {
    message: `XiaoA answered with HTTP status ${status}`,
    description: await foreignText(context, adviceOnStatus(status, location)),
    httpCode: String(status),
  };
  return apiError(context, site, status >= 500 ? unknownOutcome(site, report) : report);
}

function adviceOnStatus(status: number, location: unknown): string {
  if (typeof location === 'string') {
    const [target] = location.split('?');
    return `It points to ${target}. If that is where XiaoA is, put it into the Base URL of the XiaoA credential.`;
  }
  if (status === 429) return 'XiaoA receives too many requests. Wait a while, then run this again.';
  if (status >= 500) return 'XiaoA, or something in front of it, is not working at the moment.';
  return 'Check the Base URL in the XiaoA credential, and whether something in front of XiaoA refuses this n8n.';
}

export async function platformRefusal(
  context: TransportContext,
  site: CallSite,
  envelope: Envelope,
) {
  const { meaning, advice } = describeCode(envelope.code, await foreignText(context, envelope.msg));
  const report: Report = {
    message: `XiaoA: ${meaning} (code ${envelope.code})`,
    description:
      site.endpoint.answersWithFile && envelope.code === NOTHING_CHOSEN
        ? `XiaoA does not have this file any more, or it belongs to another account. ${advice}`
        : advice,
    httpCode: String(envelope.code),
  };
  return apiError(
    context,
    site,
    envelope.code === SERVER_FAULT ? unknownOutcome(site, report) : report,
  );
}

export async function sessionLost(context: TransportContext, site: CallSite) {
  return apiError(context, site, {
    message: 'XiaoA refuses every key it gives out',
    description:
      'Something else keeps signing in to the API with the same account, and each sign-in takes the key away from this n8n. Give n8n an account of its own.',
    httpCode: '20005',
  });
}

function unknownOutcome(site: CallSite, report: Report): Report {
  if (!site.endpoint.writes) return report;
  const look = site.whereToLook ?? 'Look in XiaoA whether it was done';
  return {
    ...report,
    message: `${report.message}; it may have carried this out`,
    description: `${report.description} XiaoA may have carried out the request all the same, so it was not sent again: a second time could call people twice. ${look} before you run this again.`,
  };
}

/** Built from plain words only: n8n keeps the cause of an error, and a request holds the key. */
export function apiError(context: TransportContext, site: CallSite, report: Report) {
  const { message, httpCode } = report;
  const description =
    `${report.description} [${site.endpoint.path}, API ${site.endpoint.section}]`.trim();
  const plain: JsonObject = { message, description };
  return new NodeApiError(context.getNode(), plain, {
    message,
    description,
    httpCode,
    itemIndex: site.itemIndex,
  });
}
