import type { Reader } from "./reader.ts";

/** What a constant expression may refer to. */
export interface ConstantScope {
  readonly types: number;
  readonly globals: number;
  readonly functions: number;
  onFunction(index: number): void;
  /** Something is allocated when an instance is made, and is the instance's own. */
  onObject(): void;
}

/**
 * Skips a constant expression, its `end` included. Instructions that are not constant are V8's to refuse; they only have
 * to be skipped rightly or refused here.
 */
export function skipConstant(reader: Reader, scope: ConstantScope): void {
  for (;;) {
    const opcode = reader.byte();
    switch (opcode) {
      case 0x0b: // end
        return;
      case 0x23: // global.get
        reader.index(scope.globals, "global");
        break;
      case 0x41: // i32.const
      case 0x42: // i64.const
        reader.skipNumber();
        break;
      case 0x43: // f32.const
        reader.skip(4);
        break;
      case 0x44: // f64.const
        reader.skip(8);
        break;
      case 0x6a: // i32.add
      case 0x6b: // i32.sub
      case 0x6c: // i32.mul
      case 0x7c: // i64.add
      case 0x7d: // i64.sub
      case 0x7e: // i64.mul
        break;
      case 0xd0: // ref.null
        reader.heapType(scope.types);
        break;
      case 0xd2: // ref.func
        scope.onFunction(reader.index(scope.functions, "function"));
        break;
      case 0xfb:
        skipObject(reader, scope);
        break;
      case 0xfd:
        if (reader.u32() !== 0x0c) reader.fail("a vector instruction that is not constant");
        reader.skip(16);
        break;
      default:
        reader.fail(`instruction 0x${opcode.toString(16)} is not constant`);
    }
  }
}

function skipObject(reader: Reader, { types, onObject }: ConstantScope): void {
  const opcode = reader.u32();
  switch (opcode) {
    case 0x00: // struct.new
    case 0x01: // struct.new_default
    case 0x06: // array.new
    case 0x07: // array.new_default
      reader.index(types, "type");
      onObject();
      return;
    case 0x08: // array.new_fixed
    case 0x09: // array.new_data
    case 0x0a: // array.new_elem
      reader.index(types, "type");
      reader.u32();
      onObject();
      return;
    case 0x1a: // any.convert_extern
    case 0x1b: // extern.convert_any
    case 0x1c: // ref.i31
      return;
    default:
      reader.fail(`instruction 0xfb ${opcode} is not constant`);
  }
}
