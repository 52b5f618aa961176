import type { ReportedError } from './reported-error.ts';

/** What went wrong at a provider, as far as its own words say it; a status says no more than the class of a failure. */
export type FailureKind =
  | 'too-long'
  | 'quota'
  | 'rate'
  | 'key'
  | 'region'
  | 'policy'
  | 'model'
  | 'loading'
  | 'access'
  | 'unavailable'
  | 'lasting'
  | 'unknown';

/** Words of limits by time: what is too much for a minute is not too much for a model. */
const rateWords =
  /\b(?:tokens?|requests?|input|output|calls?) per |\bper[ -](?:second|minute|hour|day)\b|\b[rt]p[mdsh]\b|rate.?limit|throttl|too.?many.?(?:requests|connections)|resource.?exhausted|please (?:wait|slow down)|concurren|high (?:demand|traffic)|频率|限流|并发|每分钟|毎分|分あたり|분당|pro minute|par minute|por minut[oa]|al minuto|в минуту/i;

const tooLongKinds =
  /context_?(?:length|size|window|limit)_?(?:error|exceed\w*)|exceed_context_size|contextwindowexceeded|string_above_max_length|request_too_large|(?:prompt|input|message|request)_?(?:is_)?too_?(?:long|large)|tokens_limit_reached|token_limit_exceeded|max_?prompt_?tokens_?exceeded|context_overflow/i;

/** That something is larger than it may be, in the languages of some servers. */
const tooMuch =
  /überschr(?:eite|itte)\p{L}*|zu lang|dépass\p{L}*|trop long\p{L}*|exced\p{L}*|super[ae]\p{L}*|demasiado larg\p{L}*|muito long\p{L}*|troppo lung\p{L}*|превы\p{L}*|слишком длинн\p{L}*/u;

/** One model's limit in the words of one server or another; each needs a word for the whole input, not for the answer. */
const tooLongSentences: readonly RegExp[] = [
  /\bmax(?:imum)?[ _](?:allowed |model |supported )?(?:context|prompt|input|sequence|model)[ _]?(?:length|size|window|len|tokens?)\b/i,
  /\bcontext[\s_-]?(?:length|size|window|limit|overflow\w*)\b.{0,100}(?:exceed|too (?:long|small|large)|overflow|larger|greater|longer|limit|only|reached|full)/is,
  /(?:exceed\w*|over|beyond|longer than|larger than|greater than|overflow\w*|outside|too (?:long|large|big) for|(?:not|n't) fit).{0,80}\b(?:context[\s_-]?(?:length|size|window|limit)?|n_ctx|max_(?:model|seq|sequence)_len\w*|maximum (?:number of )?(?:input |prompt )?tokens(?! per)|(?:model|input|total|configured|prompt)[\w' ]{0,20} ?(?:token )?limit)\b/is,
  /\b(?:prompt|input|inputs|messages?|conversation|request(?: body)?|sequence|history|query|payload)\b[^.]{0,40}\btoo (?:long|large|big|many tokens)\b/i,
  /\btoo many (?:input |prompt |total )?tokens\b|\btoken (?:count|limit)\b.{0,80}exceed|exceed\w*.{0,60}\btoken limit\b/is,
  /\binput (?:length|tokens?) (?:and|\+|exceed|should be|must be)|`?inputs`? (?:tokens \+|must have less)|number of input tokens/i,
  /\breduce (?:the|your) (?:length|size|prompt|input|message|conversation)|\b(?:shorten|truncate) (?:the|your) (?:prompt|input|message|conversation)/i,
  /\bstring too long\b|\btokens to keep\b|payload too large|entity too large/i,
  /\bmax(?:imum)? input (?:characters|words)\b|\btokens? in the (?:prompt|input|messages?|conversation)\b.{0,40}exceed/i,
  /(?:输入|上下文|提示|对话|请求|prompt|token).{0,20}(?:超过|超出|过长|太长|超限|超长)|(?:超过|超出|超長).{0,20}(?:上下文|最大长度|长度限制|最大 ?token)/i,
  /(?:入力|プロンプト|コンテキスト|トークン).{0,30}(?:超え|超過|長すぎ)|(?:입력|프롬프트|컨텍스트|문맥|토큰).{0,30}(?:초과|너무 (?:깁니다|길))/,
  // German, French, Spanish, Portuguese, Italian, Russian: a word for the input and one for too much of it, in either order.
  ...[/kontext|eingabe|prompt/, /contexte|saisie|entrée/, /contexto|entrada|contesto|input/, /контекст|промпт/].map(
    (input) => together(input, tooMuch),
  ),
];

const quotaWords =
  /insufficient[_ ](?:\w+[_ ])?(?:quota|funds|balance|credits?)|exceeded your current quota|credit balance|billing|(?:out of|no|not enough|more|insufficient) credits?\b|(?:quota|credits?|balance)\b.{0,40}\b(?:exhausted|used up|depleted|too low|insufficient)|payment.?required|spend(?:ing)?.?limit|hard.?limit|arrear|overdue|余额不足|欠费|额度/i;
const keyWords =
  /(?:api|access|auth\w*|subscription).?(?:key|token)\b.{0,60}(?:invalid|not valid|expired|incorrect|missing|required|revoked|disabled|not found|wrong|denied|not provided|malformed)|(?:invalid|incorrect|wrong|missing|expired|revoked|no|bad|malformed|unauthori[sz]ed)\b.{0,30}(?:api.?key|(?:access|auth\w*|bearer|security).?token|credential|subscription key)|api_?key_?invalid|invalid_?api_?key|unauthenticated|authentication_?error|authenticationerror|must provide (?:an )?api.?key|didn't provide an api key/i;
const regionWords =
  /unsupported_country|(?:country|region|territory|location)\b.{0,40}\bnot (?:supported|available|allowed)|not (?:supported|available|allowed) in your (?:country|region|location)/i;
const policyWords =
  /content.?(?:filter|policy|management|moderation)|responsibleai|policy.?violation|usage polic|data_?inspection|moderation|flagged|safety (?:system|setting|reason|filter|guideline)|prohibited.?content|sensitive (?:content|word|information)|内容安全|敏感|违规/i;
const modelWords =
  /model.?not.?(?:found|exist|supported)|model_decommissioned|invalid_?model|unknown_?model|no such model|not a valid model|\bmodel\b.{0,120}\b(?:not found|(?:does not|doesn't|not) exist|decommissioned|deprecated|not (?:loaded|installed|deployed|available)|no longer (?:available|supported))|(?:unknown|invalid|unrecognized|unsupported) model\b|(?:无可用渠道|模型不存在)/i;
const loadingWords =
  /\bloading (?:the )?model|model\b.{0,80}\b(?:is|still|currently) (?:being )?load|warming up|cold.?start/i;
const accessWords = /auth|permission|forbidden|access.?denied|not allowed|no access|does not have access/i;
const unavailableWords =
  /overloaded|unavailable|server.?error|api_error|internal|timeout|timed out|bad gateway|upstream|capacity|\bbusy\b|try again/i;
/** What the same request would be told each time, whatever the status says. */
const lastingWords =
  /unexpected keyword|unknown (?:field|name|parameter|argument)|extra_forbidden|invalid.?(?:request|argument|value|parameter|input|type)|bad.?request|not.?support|unsupported|does not support|not implemented|not found|must (?:be|alternate|have|contain|end|start)|unrecognized|more (?:system )?memory|out of memory|jinja|chat.?template|validation.?error|extra inputs/i;

/** Matches where both are in a sentence, in either order, and no word of a limit by time. */
function together(one: RegExp, other: RegExp): RegExp {
  return new RegExp(
    `(?:${one.source})[^.]{0,80}(?:${other.source})|(?:${other.source})[^.]{0,80}(?:${one.source})`,
    'iu',
  );
}

/** @param status of HTTP, or the one named in the error. */
export function failureKind(error: ReportedError, status: number | undefined): FailureKind {
  const said = `${error.kind}\n${error.message}`;
  if (isTooLong(error, status)) return 'too-long';
  const isQuota = quotaWords.test(said) && (error.retryAfterMs === undefined || /insufficient/i.test(error.kind));
  if (isQuota || status === 402) return 'quota';
  if (status === 429 || status === 413) return 'rate';
  if (keyWords.test(said) && (!isLater(status) || status === 500)) return 'key';
  if (regionWords.test(said)) return 'region';
  if (status === 401) return 'key';
  if (modelWords.test(said) && !(status !== undefined && status > 501)) return 'model';
  if (policyWords.test(said) && !isLater(status)) return 'policy';
  if (status === 403) return 'access';
  if (loadingWords.test(said)) return 'loading';
  if (status === undefined) return unnumbered(error);
  if (isLater(status))
    return status <= 501 && lastingWords.test(said) && !unavailableWords.test(error.message)
      ? 'lasting'
      : 'unavailable';
  return rateWords.test(said) ? 'rate' : 'unknown';
}

function isTooLong({ kind, message }: ReportedError, status: number | undefined): boolean {
  if (rateWords.test(`${kind}\n${message}`)) return false;
  return status === 413 || tooLongKinds.test(kind) || tooLongSentences.some((sentence) => sentence.test(message));
}

/** An error in the middle of an answer has no status but its own words. */
function unnumbered({ kind, message }: ReportedError): FailureKind {
  if (rateWords.test(`${kind}\n${message}`) || /quota/i.test(kind)) return 'rate';
  if (/not.?found/i.test(kind)) return 'model';
  if (accessWords.test(kind)) return 'access';
  if (unavailableWords.test(kind)) return 'unavailable';
  return lastingWords.test(`${kind}\n${message}`) || !unavailableWords.test(message) ? 'unknown' : 'unavailable';
}

/** A status of a failure that may be over a moment later; 424, 499: of a server behind this one. */
const isLater = (status: number | undefined): boolean =>
  status !== undefined && (status >= 500 || [408, 409, 423, 424, 425, 498, 499].includes(status));
