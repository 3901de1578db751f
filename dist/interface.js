// runtime/host/interface.ts
const trapCategories = [
	"unreachable",
	"memory-out-of-bounds",
	"table-out-of-bounds",
	"array-out-of-bounds",
	"indirect-call-mismatch",
	"null-reference",
	"illegal-cast",
	"divide-by-zero",
	"integer-overflow",
	"invalid-conversion",
	"unaligned-access",
	"stack-overflow",
	"uncaught-exception",
	"other"
];
export { trapCategories as t };
