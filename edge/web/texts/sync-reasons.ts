// Why records do not reach the plant, in few words, by the publisher's stable code.
import { catalogue } from "./language.ts";

export const syncReasonTexts = catalogue(
  {
    twice: "another station has this name",
    tooSmall: "the broker takes too small messages",
    tooLong: "a record is too long for the broker",
    notArriving: "the plant does not get them",
    notConfirming: "the plant confirms nothing",
    takenOver: "the client id is used twice",
    refused: "the broker refuses them",
    certificate: "a certificate is not accepted",
    credentials: "the broker refuses user or password",
  },
  {
    twice: "另一工位使用了同一名称",
    tooSmall: "消息服务器允许的消息太小",
    tooLong: "有记录超出消息服务器的长度限制",
    notArriving: "工厂没有收到",
    notConfirming: "工厂没有确认",
    takenOver: "客户端标识被重复使用",
    refused: "消息服务器拒绝接收",
    certificate: "证书未被接受",
    credentials: "消息服务器拒绝用户名或密码",
  },
);

/** Codes, by how they begin; what is not listed is a network that comes back by itself. */
const keys: readonly (readonly [RegExp, keyof (typeof syncReasonTexts)["en"]])[] = [
  [/^station-twice$/, "twice"],
  [/^broker-packets-too-small$/, "tooSmall"],
  [/^record-too-long$/, "tooLong"],
  [/^not-arriving$/, "notArriving"],
  [/^not-confirming$/, "notConfirming"],
  [/^session-taken-over$/, "takenOver"],
  [/^(publish-refused-|answers-refused)/, "refused"],
  [/^connect-.*(CERT|ALERT|UNABLE_TO)/, "certificate"],
  [/^connect-(4|5|134|135)$/, "credentials"],
];

/** Which text a code has; null for one that is no more than a broker that is away. */
export function syncReasonKey(code: string | null): keyof (typeof syncReasonTexts)["en"] | null {
  return keys.find(([begins]) => begins.test(code ?? ""))?.[1] ?? null;
}
