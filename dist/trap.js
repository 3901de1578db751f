// runtime/host/trap.ts
const categories = [
	["unreachable", "unreachable"],
	["memory access out of bounds", "memory-out-of-bounds"],
	["data segment", "memory-out-of-bounds"],
	["table index is out of bounds", "table-out-of-bounds"],
	["element segment out of bounds", "table-out-of-bounds"],
	["array element access out of bounds", "array-out-of-bounds"],
	["array is too large", "array-out-of-bounds"],
	["null pointer", "null-reference"],
	["rethrowing null", "null-reference"],
	["illegal cast", "illegal-cast"],
	["unaligned", "unaligned-access"],
	["signature mismatch", "indirect-call-mismatch"],
	["by zero", "divide-by-zero"],
	["divide result unrepresentable", "integer-overflow"],
	["unrepresentable in integer", "invalid-conversion"]
];
function trapCategoryOf(thrown) {
	if (thrown instanceof WebAssembly.RuntimeError) return categoryOfMessage(thrown.message);
	if (thrown instanceof RangeError && thrown.message.includes("call stack")) return "stack-overflow";
	if (thrown instanceof WebAssembly.Exception) return "uncaught-exception";
	return null;
}
function categoryOfMessage(message) {
	for (const [part, category] of categories) if (message.includes(part)) return category;
	return "other";
}
export { trapCategoryOf as t };
