import { randomUUID } from "node:crypto";

/**
 * A store for blobs behind signed addresses, with the part of Azure's block blobs that an upload uses: `PUT
 * ?comp=block&blockid=…` stages a block, `PUT ?comp=blocklist` puts the named blocks together in the order of the list,
 * `GET` reads. A signature is good for one blob and for either writing or reading.
 */
export interface BlobStore {
  /** An address to upload to, and a way to look at what has been put there. */
  upload(contentType: string): { readonly url: string; readonly content: () => Uint8Array | undefined };
  /** An address to download the bytes from. */
  download(name: string, bytes: Uint8Array, contentType: string): string;
  answer(request: BlobRequest): BlobAnswer;
}

export interface BlobRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

export interface BlobAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** What a real store would have refused. */
  readonly complaint?: string;
}

interface Blob {
  readonly name: string;
  readonly permission: "cw" | "r";
  readonly signature: string;
  readonly contentType: string;
  readonly blocks: Map<string, Buffer>;
  content: Uint8Array | undefined;
}

export const blobPrefix = "/blobs/";

/** `origin` is where the store answers, such as `http://127.0.0.1:8080`. */
export function createBlobStore(origin: string): BlobStore {
  const blobs = new Map<string, Blob>();

  function sign(name: string, permission: Blob["permission"], contentType: string, content?: Uint8Array) {
    const path = `${blobPrefix}actions-results/${randomUUID()}/${encodeURIComponent(name)}`;
    const signature = randomUUID();
    const blob: Blob = { name, permission, signature, contentType, blocks: new Map(), content };
    blobs.set(path, blob);
    const query = new URLSearchParams({ sv: "2025-11-05", sr: "b", sp: permission, sig: signature });
    return { url: `${origin}${path}?${query}`, blob };
  }

  return {
    upload(contentType) {
      const { url, blob } = sign("artifact.zip", "cw", contentType);
      return { url, content: () => blob.content };
    },
    download: (name, bytes, contentType) => sign(name, "r", contentType, bytes).url,
    answer(request) {
      const blob = blobs.get(request.url.pathname);
      const { searchParams } = request.url;
      if (blob === undefined) return failed(404, "no such blob");
      if (request.headers.authorization !== undefined) return failed(403, "a signed address takes no token");
      if (searchParams.get("sig") !== blob.signature) return failed(403, "the signature is wrong");
      const isRead = request.method === "GET";
      if (isRead !== (blob.permission === "r"))
        return failed(403, `the signature permits only ${blob.permission}`);
      if (isRead) return read(blob);
      if (request.method !== "PUT") return failed(405, `a blob has no ${request.method}`);
      const part = searchParams.get("comp");
      if (part === "block") return stage(blob, searchParams.get("blockid"), request);
      if (part === "blocklist") return commit(blob, request);
      return failed(400, "only comp=block and comp=blocklist are understood");
    },
  };
}

function read({ name, contentType, content }: Blob): BlobAnswer {
  if (content === undefined) return failed(404, "nothing was uploaded");
  const disposition = `attachment; filename="${encodeURIComponent(name)}"; filename*=UTF-8''${encodeURIComponent(name)}`;
  return {
    status: 200,
    headers: { "content-type": contentType, "content-disposition": disposition },
    body: content,
  };
}

function stage(blob: Blob, id: string | null, { headers, body }: BlobRequest): BlobAnswer {
  if (id === null || Buffer.from(id, "base64").toString("base64") !== id)
    return failed(400, "blockid is not base64");
  if (Number(headers["content-length"]) !== body.length)
    return failed(411, "content-length is missing or wrong");
  blob.blocks.set(id, body);
  return created();
}

function commit(blob: Blob, { headers, body }: BlobRequest): BlobAnswer {
  if (headers["x-ms-blob-content-type"] !== blob.contentType) {
    return failed(400, `x-ms-blob-content-type must be ${blob.contentType}`);
  }
  const ids = [...body.toString("utf8").matchAll(/<(?:Latest|Uncommitted)>([^<]+)</g)].map(
    (found) => found[1] ?? "",
  );
  const blocks = ids.map((id) => blob.blocks.get(id));
  const staged = blocks.filter((block) => block !== undefined);
  if (ids.length === 0 || staged.length < blocks.length)
    return failed(400, "the list names a block that is not there");
  blob.content = Buffer.concat(staged);
  return created();
}

function created(): BlobAnswer {
  return { status: 201, headers: blobHeaders(), body: new Uint8Array() };
}

function failed(status: number, complaint: string): BlobAnswer {
  const body = Buffer.from(
    `<?xml version="1.0" encoding="utf-8"?><Error><Message>${complaint}</Message></Error>`,
  );
  return { status, headers: { ...blobHeaders(), "content-type": "application/xml" }, body, complaint };
}

function blobHeaders(): Record<string, string> {
  return {
    "x-ms-request-id": randomUUID(),
    "x-ms-version": "2025-11-05",
    etag: `"${randomUUID()}"`,
    "last-modified": new Date().toUTCString(),
  };
}
