import { domainToASCII, domainToUnicode } from "node:url";
import { z } from "zod";
import { OperationError, operation } from "./operation.ts";

/** A domain as the Domain Name System has it and as people read it (UTS #46, https://www.unicode.org/reports/tr46/). */
export const domainForms = operation({
  capability: "library",
  request: z.strictObject({ domain: z.string().max(4_096) }),
  access: () => null,
  perform: ({ domain }, _body, { charge }) => {
    charge(domain.length * 100);
    const ascii = domainToASCII(domain);
    if (ascii === "") throw new OperationError("failed", `"${domain}" is no domain`);
    return { json: { ascii, unicode: domainToUnicode(ascii) } };
  },
});
