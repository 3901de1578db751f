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
const outcomeKinds = [
	"returned",
	"trapped",
	"out-of-fuel",
	"timed-out",
	"memory-limit",
	"refused",
	"host-error"
];
const kernelStages = [
	"parse",
	"validate",
	"dispatch",
	"guest",
	"reply"
];
export { outcomeKinds as n, trapCategories as r, kernelStages as t };
