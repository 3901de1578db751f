import { generateKeyPairSync, randomBytes, sign } from "node:crypto";

/** A key and a certificate for 127.0.0.1 that it signed itself, in PEM. */
export interface SelfSigned {
  readonly key: string;
  readonly cert: string;
}

/** Makes one (RFC 5280, section 4.1), valid between two times. */
export function selfSigned(from: Date, to: Date): SelfSigned {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const algorithm = sequence(objectId(1, 2, 840, 10045, 4, 3, 2));
  // of its own: certificates are looked up by the names of who signed them
  const common = element(0x0c, Buffer.from(`test site ${randomBytes(8).toString("hex")}`));
  const name = sequence(element(0x31, sequence(objectId(2, 5, 4, 3), common)));
  const alternative = element(0x04, sequence(element(0x87, Buffer.from([127, 0, 0, 1]))));
  const authority = element(0x04, sequence(element(0x01, Buffer.from([0xff]))));
  const extensions = element(
    0xa3,
    sequence(sequence(objectId(2, 5, 29, 17), alternative), sequence(objectId(2, 5, 29, 19), authority)),
  );
  const serial = element(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)]));
  const content = sequence(
    element(0xa0, element(0x02, Buffer.from([2]))),
    serial,
    algorithm,
    name,
    sequence(time(from), time(to)),
    name,
    publicKey.export({ type: "spki", format: "der" }),
    extensions,
  );
  const signature = sign("sha256", content, privateKey);
  const certificate = sequence(
    content,
    algorithm,
    element(0x03, Buffer.concat([Buffer.from([0]), signature])),
  );
  const base64 = certificate.toString("base64").replace(/.{64}/g, "$&\n");
  return {
    key: privateKey.export({ type: "pkcs8", format: "pem" }) as string,
    cert: `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`,
  };
}

/** DER of a tag and its content. */
function element(tag: number, content: Uint8Array): Buffer {
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

function sequence(...parts: Uint8Array[]): Buffer {
  return element(0x30, Buffer.concat(parts));
}

function objectId(first: number, second: number, ...rest: number[]): Buffer {
  const bytes = [40 * first + second];
  for (const number of rest) {
    const groups = [number & 127];
    for (let left = number >> 7; left > 0; left >>= 7) groups.unshift((left & 127) | 128);
    bytes.push(...groups);
  }
  return element(0x06, Buffer.from(bytes));
}

/** GeneralizedTime, to the second. */
function time(date: Date): Buffer {
  const digits = date.toISOString().replace(/\.\d+/, "").replace(/[-:T]/g, "");
  return element(0x18, Buffer.from(digits));
}
