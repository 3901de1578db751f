import { crc32, deflateRawSync } from "node:zlib";

/** An entry of an archive; what is given stands in its headers, true or not. */
export interface RawEntry {
  readonly name: string | Buffer;
  readonly data?: Buffer | string;
  readonly method?: number;
  /** General purpose bits, beside "names are UTF-8". */
  readonly flags?: number;
  readonly packed?: Buffer;
  readonly crc?: number;
  readonly packedSize?: number;
  readonly size?: number;
  /** The Unix mode, in the upper half of the attributes. */
  readonly mode?: number;
  readonly extra?: Buffer;
  /** Of the local header. */
  readonly offset?: number;
}

/** What the end of the archive says, true or not. */
export interface RawEnd {
  readonly count?: number;
  readonly directoryOffset?: number;
  readonly disk?: number;
  readonly comment?: Buffer;
  readonly commentLength?: number;
  /** The records that stand before the end in an archive of more than 4 GB. */
  readonly zip64?: {
    readonly count?: bigint;
    readonly directoryOffset?: bigint;
    readonly recordOffset?: bigint;
  };
  readonly after?: Buffer;
}

/** A zip archive, as wrong as it is described. Format: PKWARE APPNOTE 6.3, section 4.3. */
export function rawZip(entries: readonly RawEntry[], end: RawEnd = {}): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const { local, central } = headersOf(entry, offset);
    locals.push(local);
    directory.push(central);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const zip64 =
    end.zip64 === undefined ? [] : [zip64Records(entries.length, offset, central.length, end.zip64)];
  return Buffer.concat([
    ...locals,
    central,
    ...zip64,
    numbers("IHHHHIIH", [
      0x06054b50,
      end.disk ?? 0,
      end.disk ?? 0,
      end.count ?? entries.length,
      end.count ?? entries.length,
      central.length,
      end.directoryOffset ?? offset,
      end.commentLength ?? end.comment?.length ?? 0,
    ]),
    end.comment ?? Buffer.alloc(0),
    end.after ?? Buffer.alloc(0),
  ]);
}

function headersOf(entry: RawEntry, offset: number): { local: Buffer; central: Buffer } {
  const name = Buffer.from(entry.name);
  const data = Buffer.from(entry.data ?? "");
  const method = entry.method ?? 8;
  const packed = entry.packed ?? (method === 8 ? deflateRawSync(data, { level: 9 }) : data);
  const extra = entry.extra ?? Buffer.alloc(0);
  const shared = numbers("HHHHHIIIHH", [
    20,
    0x0800 | (entry.flags ?? 0),
    method,
    0,
    0x21,
    entry.crc ?? crc32(data),
    entry.packedSize ?? packed.length,
    entry.size ?? data.length,
    name.length,
    extra.length,
  ]);
  const local = Buffer.concat([numbers("I", [0x04034b50]), shared, name, extra, packed]);
  const tail = numbers("HHHII", [0, 0, 0, ((entry.mode ?? 0o100644) << 16) >>> 0, entry.offset ?? offset]);
  // made on Unix, which is what gives the attributes their meaning
  const central = Buffer.concat([numbers("IH", [0x02014b50, 0x0314]), shared, tail, name, extra]);
  return { local, central };
}

/** The record of sizes that need 64 bits, as an extra field. */
export function zip64Extra(...sizes: readonly bigint[]): Buffer {
  return Buffer.concat([numbers("HH", [1, 8 * sizes.length]), numbers("Q".repeat(sizes.length), sizes)]);
}

function zip64Records(
  count: number,
  directoryOffset: number,
  directoryBytes: number,
  said: NonNullable<RawEnd["zip64"]>,
): Buffer {
  const entries = said.count ?? BigInt(count);
  const record = numbers("IQHHIIQQQQ", [
    0x06064b50,
    44n,
    45,
    45,
    0,
    0,
    entries,
    entries,
    BigInt(directoryBytes),
    said.directoryOffset ?? BigInt(directoryOffset),
  ]);
  const at = said.recordOffset ?? BigInt(directoryOffset + directoryBytes);
  return Buffer.concat([record, numbers("IIQI", [0x07064b50, 0, at, 1])]);
}

/** Little-endian numbers of 2 (`H`), 4 (`I`) and 8 (`Q`) bytes. */
function numbers(format: string, values: readonly (number | bigint)[]): Buffer {
  return Buffer.concat(
    [...format].map((kind, index) => {
      const bytes = Buffer.alloc(kind === "H" ? 2 : kind === "I" ? 4 : 8);
      const value = values[index] ?? 0;
      if (kind === "Q") bytes.writeBigUInt64LE(BigInt(value));
      else bytes.writeUIntLE(Number(value), 0, bytes.length);
      return bytes;
    }),
  );
}
