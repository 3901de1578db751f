import { r as __require, t as __commonJSMin } from "./rolldown-runtime.js";
import { t as require_graceful_fs } from "./graceful-fs.js";
import { n as plainSourceImports } from "./source-imports.js";
import { stripTypeScriptTypes } from "node:module";
import fs from "node:fs/promises";
import { dirname, join, posix, relative, resolve, sep } from "node:path";
// node_modules/@vercel/nft/out/types.js
var require_types = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
}));
// node_modules/@vercel/nft/node_modules/estree-walker/dist/umd/estree-walker.js
var require_estree_walker$1 = /* @__PURE__ */ __commonJSMin(((exports, module, this$11) => {
	(function(global, factory) {
		typeof exports === "object" && typeof module !== "undefined" ? factory(exports) : typeof define === "function" && define.amd ? define(["exports"], factory) : (global = global || self, factory(global.estreeWalker = {}));
	})(this$11, (function(exports) {
		"use strict";
		class WalkerBase {
			constructor() {
				this.should_skip = false;
				this.should_remove = false;
				this.replacement = null;
				this.context = {
					skip: () => this.should_skip = true,
					remove: () => this.should_remove = true,
					replace: (node) => this.replacement = node
				};
			}
			replace(parent, prop, index, node) {
				if (parent) {
					if (index !== null) parent[prop][index] = node;
					else parent[prop] = node;
				}
			}
			remove(parent, prop, index) {
				if (parent) {
					if (index !== null) parent[prop].splice(index, 1);
					else delete parent[prop];
				}
			}
		}
		class SyncWalker extends WalkerBase {
			constructor(enter, leave) {
				super();
				this.enter = enter;
				this.leave = leave;
			}
			visit(node, parent, prop, index) {
				if (node) {
					if (this.enter) {
						const _should_skip = this.should_skip;
						const _should_remove = this.should_remove;
						const _replacement = this.replacement;
						this.should_skip = false;
						this.should_remove = false;
						this.replacement = null;
						this.enter.call(this.context, node, parent, prop, index);
						if (this.replacement) {
							node = this.replacement;
							this.replace(parent, prop, index, node);
						}
						if (this.should_remove) this.remove(parent, prop, index);
						const skipped = this.should_skip;
						const removed = this.should_remove;
						this.should_skip = _should_skip;
						this.should_remove = _should_remove;
						this.replacement = _replacement;
						if (skipped) return node;
						if (removed) return null;
					}
					for (const key in node) {
						const value = node[key];
						if (typeof value !== "object") continue;
						else if (Array.isArray(value)) {
							for (let i = 0; i < value.length; i += 1) if (value[i] !== null && typeof value[i].type === "string") {
								if (!this.visit(value[i], node, key, i)) i--;
							}
						} else if (value !== null && typeof value.type === "string") this.visit(value, node, key, null);
					}
					if (this.leave) {
						const _replacement = this.replacement;
						const _should_remove = this.should_remove;
						this.replacement = null;
						this.should_remove = false;
						this.leave.call(this.context, node, parent, prop, index);
						if (this.replacement) {
							node = this.replacement;
							this.replace(parent, prop, index, node);
						}
						if (this.should_remove) this.remove(parent, prop, index);
						const removed = this.should_remove;
						this.replacement = _replacement;
						this.should_remove = _should_remove;
						if (removed) return null;
					}
				}
				return node;
			}
		}
		class AsyncWalker extends WalkerBase {
			constructor(enter, leave) {
				super();
				this.enter = enter;
				this.leave = leave;
			}
			async visit(node, parent, prop, index) {
				if (node) {
					if (this.enter) {
						const _should_skip = this.should_skip;
						const _should_remove = this.should_remove;
						const _replacement = this.replacement;
						this.should_skip = false;
						this.should_remove = false;
						this.replacement = null;
						await this.enter.call(this.context, node, parent, prop, index);
						if (this.replacement) {
							node = this.replacement;
							this.replace(parent, prop, index, node);
						}
						if (this.should_remove) this.remove(parent, prop, index);
						const skipped = this.should_skip;
						const removed = this.should_remove;
						this.should_skip = _should_skip;
						this.should_remove = _should_remove;
						this.replacement = _replacement;
						if (skipped) return node;
						if (removed) return null;
					}
					for (const key in node) {
						const value = node[key];
						if (typeof value !== "object") continue;
						else if (Array.isArray(value)) {
							for (let i = 0; i < value.length; i += 1) if (value[i] !== null && typeof value[i].type === "string") {
								if (!await this.visit(value[i], node, key, i)) i--;
							}
						} else if (value !== null && typeof value.type === "string") await this.visit(value, node, key, null);
					}
					if (this.leave) {
						const _replacement = this.replacement;
						const _should_remove = this.should_remove;
						this.replacement = null;
						this.should_remove = false;
						await this.leave.call(this.context, node, parent, prop, index);
						if (this.replacement) {
							node = this.replacement;
							this.replace(parent, prop, index, node);
						}
						if (this.should_remove) this.remove(parent, prop, index);
						const removed = this.should_remove;
						this.replacement = _replacement;
						this.should_remove = _should_remove;
						if (removed) return null;
					}
				}
				return node;
			}
		}
		function walk(ast, { enter, leave }) {
			return new SyncWalker(enter, leave).visit(ast, null);
		}
		async function asyncWalk(ast, { enter, leave }) {
			return await new AsyncWalker(enter, leave).visit(ast, null);
		}
		exports.asyncWalk = asyncWalk;
		exports.walk = walk;
		Object.defineProperty(exports, "__esModule", { value: true });
	}));
}));
// node_modules/@rollup/pluginutils/node_modules/estree-walker/dist/umd/estree-walker.js
var require_estree_walker = /* @__PURE__ */ __commonJSMin(((exports, module, this$10) => {
	(function(global, factory) {
		typeof exports === "object" && typeof module !== "undefined" ? factory(exports) : typeof define === "function" && define.amd ? define(["exports"], factory) : (global = global || self, factory(global.estreeWalker = {}));
	})(this$10, (function(exports) {
		"use strict";
		class WalkerBase {
			constructor() {
				this.should_skip = false;
				this.should_remove = false;
				this.replacement = null;
				this.context = {
					skip: () => this.should_skip = true,
					remove: () => this.should_remove = true,
					replace: (node) => this.replacement = node
				};
			}
			replace(parent, prop, index, node) {
				if (parent) {
					if (index !== null) parent[prop][index] = node;
					else parent[prop] = node;
				}
			}
			remove(parent, prop, index) {
				if (parent) {
					if (index !== null) parent[prop].splice(index, 1);
					else delete parent[prop];
				}
			}
		}
		class SyncWalker extends WalkerBase {
			constructor(enter, leave) {
				super();
				this.enter = enter;
				this.leave = leave;
			}
			visit(node, parent, prop, index) {
				if (node) {
					if (this.enter) {
						const _should_skip = this.should_skip;
						const _should_remove = this.should_remove;
						const _replacement = this.replacement;
						this.should_skip = false;
						this.should_remove = false;
						this.replacement = null;
						this.enter.call(this.context, node, parent, prop, index);
						if (this.replacement) {
							node = this.replacement;
							this.replace(parent, prop, index, node);
						}
						if (this.should_remove) this.remove(parent, prop, index);
						const skipped = this.should_skip;
						const removed = this.should_remove;
						this.should_skip = _should_skip;
						this.should_remove = _should_remove;
						this.replacement = _replacement;
						if (skipped) return node;
						if (removed) return null;
					}
					for (const key in node) {
						const value = node[key];
						if (typeof value !== "object") continue;
						else if (Array.isArray(value)) {
							for (let i = 0; i < value.length; i += 1) if (value[i] !== null && typeof value[i].type === "string") {
								if (!this.visit(value[i], node, key, i)) i--;
							}
						} else if (value !== null && typeof value.type === "string") this.visit(value, node, key, null);
					}
					if (this.leave) {
						const _replacement = this.replacement;
						const _should_remove = this.should_remove;
						this.replacement = null;
						this.should_remove = false;
						this.leave.call(this.context, node, parent, prop, index);
						if (this.replacement) {
							node = this.replacement;
							this.replace(parent, prop, index, node);
						}
						if (this.should_remove) this.remove(parent, prop, index);
						const removed = this.should_remove;
						this.replacement = _replacement;
						this.should_remove = _should_remove;
						if (removed) return null;
					}
				}
				return node;
			}
		}
		class AsyncWalker extends WalkerBase {
			constructor(enter, leave) {
				super();
				this.enter = enter;
				this.leave = leave;
			}
			async visit(node, parent, prop, index) {
				if (node) {
					if (this.enter) {
						const _should_skip = this.should_skip;
						const _should_remove = this.should_remove;
						const _replacement = this.replacement;
						this.should_skip = false;
						this.should_remove = false;
						this.replacement = null;
						await this.enter.call(this.context, node, parent, prop, index);
						if (this.replacement) {
							node = this.replacement;
							this.replace(parent, prop, index, node);
						}
						if (this.should_remove) this.remove(parent, prop, index);
						const skipped = this.should_skip;
						const removed = this.should_remove;
						this.should_skip = _should_skip;
						this.should_remove = _should_remove;
						this.replacement = _replacement;
						if (skipped) return node;
						if (removed) return null;
					}
					for (const key in node) {
						const value = node[key];
						if (typeof value !== "object") continue;
						else if (Array.isArray(value)) {
							for (let i = 0; i < value.length; i += 1) if (value[i] !== null && typeof value[i].type === "string") {
								if (!await this.visit(value[i], node, key, i)) i--;
							}
						} else if (value !== null && typeof value.type === "string") await this.visit(value, node, key, null);
					}
					if (this.leave) {
						const _replacement = this.replacement;
						const _should_remove = this.should_remove;
						this.replacement = null;
						this.should_remove = false;
						await this.leave.call(this.context, node, parent, prop, index);
						if (this.replacement) {
							node = this.replacement;
							this.replace(parent, prop, index, node);
						}
						if (this.should_remove) this.remove(parent, prop, index);
						const removed = this.should_remove;
						this.replacement = _replacement;
						this.should_remove = _should_remove;
						if (removed) return null;
					}
				}
				return node;
			}
		}
		function walk(ast, { enter, leave }) {
			return new SyncWalker(enter, leave).visit(ast, null);
		}
		async function asyncWalk(ast, { enter, leave }) {
			return await new AsyncWalker(enter, leave).visit(ast, null);
		}
		exports.asyncWalk = asyncWalk;
		exports.walk = walk;
		Object.defineProperty(exports, "__esModule", { value: true });
	}));
}));
// node_modules/picomatch/lib/constants.js
var require_constants$1 = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const WIN_SLASH = "\\\\/";
	const WIN_NO_SLASH = `[^${WIN_SLASH}]`;
	const DEFAULT_MAX_EXTGLOB_RECURSION = 0;
	const DOT_LITERAL = "\\.";
	const PLUS_LITERAL = "\\+";
	const QMARK_LITERAL = "\\?";
	const SLASH_LITERAL = "\\/";
	const ONE_CHAR = "(?=.)";
	const QMARK = "[^/]";
	const END_ANCHOR = `(?:${SLASH_LITERAL}|$)`;
	const START_ANCHOR = `(?:^|${SLASH_LITERAL})`;
	const DOTS_SLASH = `${DOT_LITERAL}{1,2}${END_ANCHOR}`;
	const POSIX_CHARS = {
		DOT_LITERAL,
		PLUS_LITERAL,
		QMARK_LITERAL,
		SLASH_LITERAL,
		ONE_CHAR,
		QMARK,
		END_ANCHOR,
		DOTS_SLASH,
		NO_DOT: `(?!${DOT_LITERAL})`,
		NO_DOTS: `(?!${START_ANCHOR}${DOTS_SLASH})`,
		NO_DOT_SLASH: `(?!${DOT_LITERAL}{0,1}${END_ANCHOR})`,
		NO_DOTS_SLASH: `(?!${DOTS_SLASH})`,
		QMARK_NO_DOT: `[^.${SLASH_LITERAL}]`,
		STAR: `${QMARK}*?`,
		START_ANCHOR,
		SEP: "/"
	};
	const WINDOWS_CHARS = {
		...POSIX_CHARS,
		SLASH_LITERAL: `[${WIN_SLASH}]`,
		QMARK: WIN_NO_SLASH,
		STAR: `${WIN_NO_SLASH}*?`,
		DOTS_SLASH: `${DOT_LITERAL}{1,2}(?:[${WIN_SLASH}]|$)`,
		NO_DOT: `(?!${DOT_LITERAL})`,
		NO_DOTS: `(?!(?:^|[${WIN_SLASH}])${DOT_LITERAL}{1,2}(?:[${WIN_SLASH}]|$))`,
		NO_DOT_SLASH: `(?!${DOT_LITERAL}{0,1}(?:[${WIN_SLASH}]|$))`,
		NO_DOTS_SLASH: `(?!${DOT_LITERAL}{1,2}(?:[${WIN_SLASH}]|$))`,
		QMARK_NO_DOT: `[^.${WIN_SLASH}]`,
		START_ANCHOR: `(?:^|[${WIN_SLASH}])`,
		END_ANCHOR: `(?:[${WIN_SLASH}]|$)`,
		SEP: "\\"
	};
	module.exports = {
		DEFAULT_MAX_EXTGLOB_RECURSION,
		MAX_LENGTH: 65536,
		POSIX_REGEX_SOURCE: {
			__proto__: null,
			alnum: "a-zA-Z0-9",
			alpha: "a-zA-Z",
			ascii: "\\x00-\\x7F",
			blank: " \\t",
			cntrl: "\\x00-\\x1F\\x7F",
			digit: "0-9",
			graph: "\\x21-\\x7E",
			lower: "a-z",
			print: "\\x20-\\x7E ",
			punct: "\\-!\"#$%&'()\\*+,./:;<=>?@[\\]^_`{|}~",
			space: " \\t\\r\\n\\v\\f",
			upper: "A-Z",
			word: "A-Za-z0-9_",
			xdigit: "A-Fa-f0-9"
		},
		REGEX_BACKSLASH: /\\(?![*+?^${}(|)[\]])/g,
		REGEX_NON_SPECIAL_CHARS: /^[^@![\].,$*+?^{}()|\\/]+/,
		REGEX_SPECIAL_CHARS: /[-*+?.^${}(|)[\]]/,
		REGEX_SPECIAL_CHARS_BACKREF: /(\\?)((\W)(\3*))/g,
		REGEX_SPECIAL_CHARS_GLOBAL: /([-*+?.^${}(|)[\]])/g,
		REGEX_REMOVE_BACKSLASH: /(?:\[.*?[^\\]\]|\\(?=.))/g,
		REPLACEMENTS: {
			__proto__: null,
			"***": "*",
			"**/**": "**",
			"**/**/**": "**"
		},
		CHAR_0: 48,
		CHAR_9: 57,
		CHAR_UPPERCASE_A: 65,
		CHAR_LOWERCASE_A: 97,
		CHAR_UPPERCASE_Z: 90,
		CHAR_LOWERCASE_Z: 122,
		CHAR_LEFT_PARENTHESES: 40,
		CHAR_RIGHT_PARENTHESES: 41,
		CHAR_ASTERISK: 42,
		CHAR_AMPERSAND: 38,
		CHAR_AT: 64,
		CHAR_BACKWARD_SLASH: 92,
		CHAR_CARRIAGE_RETURN: 13,
		CHAR_CIRCUMFLEX_ACCENT: 94,
		CHAR_COLON: 58,
		CHAR_COMMA: 44,
		CHAR_DOT: 46,
		CHAR_DOUBLE_QUOTE: 34,
		CHAR_EQUAL: 61,
		CHAR_EXCLAMATION_MARK: 33,
		CHAR_FORM_FEED: 12,
		CHAR_FORWARD_SLASH: 47,
		CHAR_GRAVE_ACCENT: 96,
		CHAR_HASH: 35,
		CHAR_HYPHEN_MINUS: 45,
		CHAR_LEFT_ANGLE_BRACKET: 60,
		CHAR_LEFT_CURLY_BRACE: 123,
		CHAR_LEFT_SQUARE_BRACKET: 91,
		CHAR_LINE_FEED: 10,
		CHAR_NO_BREAK_SPACE: 160,
		CHAR_PERCENT: 37,
		CHAR_PLUS: 43,
		CHAR_QUESTION_MARK: 63,
		CHAR_RIGHT_ANGLE_BRACKET: 62,
		CHAR_RIGHT_CURLY_BRACE: 125,
		CHAR_RIGHT_SQUARE_BRACKET: 93,
		CHAR_SEMICOLON: 59,
		CHAR_SINGLE_QUOTE: 39,
		CHAR_SPACE: 32,
		CHAR_TAB: 9,
		CHAR_UNDERSCORE: 95,
		CHAR_VERTICAL_LINE: 124,
		CHAR_ZERO_WIDTH_NOBREAK_SPACE: 65279,
		extglobChars(chars) {
			return {
				"!": {
					type: "negate",
					open: "(?:(?!(?:",
					close: `))${chars.STAR})`
				},
				"?": {
					type: "qmark",
					open: "(?:",
					close: ")?"
				},
				"+": {
					type: "plus",
					open: "(?:",
					close: ")+"
				},
				"*": {
					type: "star",
					open: "(?:",
					close: ")*"
				},
				"@": {
					type: "at",
					open: "(?:",
					close: ")"
				}
			};
		},
		globChars(win32) {
			return win32 === true ? WINDOWS_CHARS : POSIX_CHARS;
		}
	};
}));
// node_modules/picomatch/lib/utils.js
var require_utils = /* @__PURE__ */ __commonJSMin(((exports) => {
	const { REGEX_BACKSLASH, REGEX_REMOVE_BACKSLASH, REGEX_SPECIAL_CHARS, REGEX_SPECIAL_CHARS_GLOBAL } = require_constants$1();
	exports.isObject = (val) => val !== null && typeof val === "object" && !Array.isArray(val);
	exports.hasRegexChars = (str) => REGEX_SPECIAL_CHARS.test(str);
	exports.isRegexChar = (str) => str.length === 1 && exports.hasRegexChars(str);
	exports.escapeRegex = (str) => str.replace(REGEX_SPECIAL_CHARS_GLOBAL, "\\$1");
	exports.toPosixSlashes = (str) => str.replace(REGEX_BACKSLASH, "/");
	exports.isWindows = () => {
		if (typeof navigator !== "undefined" && navigator.platform) {
			const platform = navigator.platform.toLowerCase();
			return platform === "win32" || platform === "windows";
		}
		if (typeof process !== "undefined" && process.platform) return process.platform === "win32";
		return false;
	};
	exports.removeBackslashes = (str) => {
		return str.replace(REGEX_REMOVE_BACKSLASH, (match) => {
			return match === "\\" ? "" : match;
		});
	};
	exports.escapeLast = (input, char, lastIdx) => {
		const idx = input.lastIndexOf(char, lastIdx);
		if (idx === -1) return input;
		if (input[idx - 1] === "\\") return exports.escapeLast(input, char, idx - 1);
		return `${input.slice(0, idx)}\\${input.slice(idx)}`;
	};
	exports.removePrefix = (input, state = {}) => {
		let output = input;
		if (output.startsWith("./")) {
			output = output.slice(2);
			state.prefix = "./";
		}
		return output;
	};
	exports.wrapOutput = (input, state = {}, options = {}) => {
		let output = `${options.contains ? "" : "^"}(?:${input})${options.contains ? "" : "$"}`;
		if (state.negated === true) output = `(?:^(?!${output}).*$)`;
		return output;
	};
	exports.basename = (path, { windows } = {}) => {
		const segs = path.split(windows ? /[\\/]/ : "/");
		const last = segs[segs.length - 1];
		if (last === "") return segs[segs.length - 2];
		return last;
	};
}));
// node_modules/picomatch/lib/scan.js
var require_scan = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const utils = require_utils();
	const { CHAR_ASTERISK, CHAR_AT, CHAR_BACKWARD_SLASH, CHAR_COMMA, CHAR_DOT, CHAR_EXCLAMATION_MARK, CHAR_FORWARD_SLASH, CHAR_LEFT_CURLY_BRACE, CHAR_LEFT_PARENTHESES, CHAR_LEFT_SQUARE_BRACKET, CHAR_PLUS, CHAR_QUESTION_MARK, CHAR_RIGHT_CURLY_BRACE, CHAR_RIGHT_PARENTHESES, CHAR_RIGHT_SQUARE_BRACKET } = require_constants$1();
	const isPathSeparator = (code) => {
		return code === CHAR_FORWARD_SLASH || code === CHAR_BACKWARD_SLASH;
	};
	const depth = (token) => {
		if (token.isPrefix !== true) token.depth = token.isGlobstar ? Infinity : 1;
	};
	const scan = (input, options) => {
		const opts = options || {};
		const length = input.length - 1;
		const scanToEnd = opts.parts === true || opts.tokens === true || opts.scanToEnd === true;
		const slashes = [];
		const tokens = [];
		const parts = [];
		let str = input;
		let index = -1;
		let start = 0;
		let lastIndex = 0;
		let isBrace = false;
		let isBracket = false;
		let isGlob = false;
		let isExtglob = false;
		let isGlobstar = false;
		let braceEscaped = false;
		let backslashes = false;
		let negated = false;
		let negatedExtglob = false;
		let finished = false;
		let braces = 0;
		let prev;
		let code;
		let token = {
			value: "",
			depth: 0,
			isGlob: false
		};
		const eos = () => index >= length;
		const peek = () => str.charCodeAt(index + 1);
		const advance = () => {
			prev = code;
			return str.charCodeAt(++index);
		};
		while (index < length) {
			code = advance();
			let next;
			if (code === CHAR_BACKWARD_SLASH) {
				backslashes = token.backslashes = true;
				code = advance();
				if (code === CHAR_LEFT_CURLY_BRACE) braceEscaped = true;
				continue;
			}
			if (braceEscaped === true || code === CHAR_LEFT_CURLY_BRACE) {
				braces++;
				while (eos() !== true && (code = advance())) {
					if (code === CHAR_BACKWARD_SLASH) {
						backslashes = token.backslashes = true;
						advance();
						continue;
					}
					if (code === CHAR_LEFT_CURLY_BRACE) {
						braces++;
						continue;
					}
					if (braceEscaped !== true && code === CHAR_DOT && (code = advance()) === CHAR_DOT) {
						isBrace = token.isBrace = true;
						isGlob = token.isGlob = true;
						finished = true;
						if (scanToEnd === true) continue;
						break;
					}
					if (braceEscaped !== true && code === CHAR_COMMA) {
						isBrace = token.isBrace = true;
						isGlob = token.isGlob = true;
						finished = true;
						if (scanToEnd === true) continue;
						break;
					}
					if (code === CHAR_RIGHT_CURLY_BRACE) {
						braces--;
						if (braces === 0) {
							braceEscaped = false;
							isBrace = token.isBrace = true;
							finished = true;
							break;
						}
					}
				}
				if (scanToEnd === true) continue;
				break;
			}
			if (code === CHAR_FORWARD_SLASH) {
				slashes.push(index);
				tokens.push(token);
				token = {
					value: "",
					depth: 0,
					isGlob: false
				};
				if (finished === true) continue;
				if (prev === CHAR_DOT && index === start + 1) {
					start += 2;
					continue;
				}
				lastIndex = index + 1;
				continue;
			}
			if (opts.noext !== true) {
				if ((code === CHAR_PLUS || code === CHAR_AT || code === CHAR_ASTERISK || code === CHAR_QUESTION_MARK || code === CHAR_EXCLAMATION_MARK) === true && peek() === CHAR_LEFT_PARENTHESES) {
					isGlob = token.isGlob = true;
					isExtglob = token.isExtglob = true;
					finished = true;
					if (code === CHAR_EXCLAMATION_MARK && index === start) negatedExtglob = true;
					if (scanToEnd === true) {
						let parens = 0;
						while (eos() !== true && (code = advance())) {
							if (code === CHAR_BACKWARD_SLASH) {
								backslashes = token.backslashes = true;
								advance();
								continue;
							}
							if (code === CHAR_LEFT_PARENTHESES) {
								parens++;
								continue;
							}
							if (code === CHAR_RIGHT_PARENTHESES && --parens === 0) {
								finished = true;
								break;
							}
						}
						continue;
					}
					break;
				}
			}
			if (code === CHAR_ASTERISK) {
				if (prev === CHAR_ASTERISK) isGlobstar = token.isGlobstar = true;
				isGlob = token.isGlob = true;
				finished = true;
				if (scanToEnd === true) continue;
				break;
			}
			if (code === CHAR_QUESTION_MARK) {
				isGlob = token.isGlob = true;
				finished = true;
				if (scanToEnd === true) continue;
				break;
			}
			if (code === CHAR_LEFT_SQUARE_BRACKET) {
				while (eos() !== true && (next = advance())) {
					if (next === CHAR_BACKWARD_SLASH) {
						backslashes = token.backslashes = true;
						advance();
						continue;
					}
					if (next === CHAR_RIGHT_SQUARE_BRACKET) {
						isBracket = token.isBracket = true;
						isGlob = token.isGlob = true;
						finished = true;
						break;
					}
				}
				if (scanToEnd === true) continue;
				break;
			}
			if (opts.nonegate !== true && code === CHAR_EXCLAMATION_MARK && index === start) {
				negated = token.negated = true;
				start++;
				continue;
			}
			if (opts.noparen !== true && code === CHAR_LEFT_PARENTHESES) {
				isGlob = token.isGlob = true;
				if (scanToEnd === true) {
					let parens = 1;
					while (eos() !== true && (code = advance())) {
						if (code === CHAR_BACKWARD_SLASH) {
							backslashes = token.backslashes = true;
							advance();
							continue;
						}
						if (code === CHAR_LEFT_PARENTHESES) {
							parens++;
							continue;
						}
						if (code === CHAR_RIGHT_PARENTHESES && --parens === 0) {
							finished = true;
							break;
						}
					}
					continue;
				}
				break;
			}
			if (isGlob === true) {
				finished = true;
				if (scanToEnd === true) continue;
				break;
			}
		}
		if (opts.noext === true) {
			isExtglob = false;
			isGlob = false;
		}
		let base = str;
		let prefix = "";
		let glob = "";
		if (start > 0) {
			prefix = str.slice(0, start);
			str = str.slice(start);
			lastIndex -= start;
		}
		if (base && isGlob === true && lastIndex > 0) {
			base = str.slice(0, lastIndex);
			glob = str.slice(lastIndex);
		} else if (isGlob === true) {
			base = "";
			glob = str;
		} else base = str;
		if (base && base !== "" && base !== "/" && base !== str) {
			if (isPathSeparator(base.charCodeAt(base.length - 1))) base = base.slice(0, -1);
		}
		if (opts.unescape === true) {
			if (glob) glob = utils.removeBackslashes(glob);
			if (base && backslashes === true) base = utils.removeBackslashes(base);
		}
		const state = {
			prefix,
			input,
			start,
			base,
			glob,
			isBrace,
			isBracket,
			isGlob,
			isExtglob,
			isGlobstar,
			negated,
			negatedExtglob
		};
		if (opts.tokens === true) {
			state.maxDepth = 0;
			if (!isPathSeparator(code)) tokens.push(token);
			state.tokens = tokens;
		}
		if (opts.parts === true || opts.tokens === true) {
			let prevIndex;
			for (let idx = 0; idx < slashes.length; idx++) {
				const n = prevIndex !== void 0 ? prevIndex + 1 : start;
				const i = slashes[idx];
				const value = input.slice(n, i);
				if (opts.tokens) {
					if (idx === 0 && start !== 0) {
						tokens[idx].isPrefix = true;
						tokens[idx].value = prefix;
					} else tokens[idx].value = value;
					depth(tokens[idx]);
					state.maxDepth += tokens[idx].depth;
				}
				if (i >= start) {
					parts.push(value);
					prevIndex = i;
				}
			}
			const n = prevIndex !== void 0 ? prevIndex + 1 : start;
			const value = input.slice(n);
			parts.push(value);
			if (opts.tokens && prevIndex && prevIndex + 1 < input.length) {
				tokens[tokens.length - 1].value = value;
				depth(tokens[tokens.length - 1]);
				state.maxDepth += tokens[tokens.length - 1].depth;
			}
			state.slashes = slashes;
			state.parts = parts;
		}
		return state;
	};
	module.exports = scan;
}));
// node_modules/picomatch/lib/parse.js
var require_parse$1 = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const constants = require_constants$1();
	const utils = require_utils();
	const { MAX_LENGTH, POSIX_REGEX_SOURCE, REGEX_NON_SPECIAL_CHARS, REGEX_SPECIAL_CHARS_BACKREF, REPLACEMENTS } = constants;
	const expandRange = (args, options) => {
		if (typeof options.expandRange === "function") return options.expandRange(...args, options);
		args.sort();
		const value = `[${args.join("-")}]`;
		try {
			new RegExp(value);
		} catch (ex) {
			return args.map((v) => utils.escapeRegex(v)).join("..");
		}
		return value;
	};
	const syntaxError = (type, char) => {
		return `Missing ${type}: "${char}" - use "\\\\${char}" to match literal characters`;
	};
	const splitTopLevel = (input) => {
		const parts = [];
		let bracket = 0;
		let paren = 0;
		let quote = 0;
		let value = "";
		let escaped = false;
		for (const ch of input) {
			if (escaped === true) {
				value += ch;
				escaped = false;
				continue;
			}
			if (ch === "\\") {
				value += ch;
				escaped = true;
				continue;
			}
			if (ch === "\"") {
				quote = quote === 1 ? 0 : 1;
				value += ch;
				continue;
			}
			if (quote === 0) {
				if (ch === "[") bracket++;
				else if (ch === "]" && bracket > 0) bracket--;
				else if (bracket === 0) {
					if (ch === "(") paren++;
					else if (ch === ")" && paren > 0) paren--;
					else if (ch === "|" && paren === 0) {
						parts.push(value);
						value = "";
						continue;
					}
				}
			}
			value += ch;
		}
		parts.push(value);
		return parts;
	};
	const isPlainBranch = (branch) => {
		let escaped = false;
		for (const ch of branch) {
			if (escaped === true) {
				escaped = false;
				continue;
			}
			if (ch === "\\") {
				escaped = true;
				continue;
			}
			if (/[?*+@!()[\]{}]/.test(ch)) return false;
		}
		return true;
	};
	const normalizeSimpleBranch = (branch) => {
		let value = branch.trim();
		let changed = true;
		while (changed === true) {
			changed = false;
			if (/^@\([^\\()[\]{}|]+\)$/.test(value)) {
				value = value.slice(2, -1);
				changed = true;
			}
		}
		if (!isPlainBranch(value)) return;
		return value.replace(/\\(.)/g, "$1");
	};
	const hasRepeatedCharPrefixOverlap = (branches) => {
		const values = branches.map(normalizeSimpleBranch).filter(Boolean);
		for (let i = 0; i < values.length; i++) for (let j = i + 1; j < values.length; j++) {
			const a = values[i];
			const b = values[j];
			const char = a[0];
			if (!char || a !== char.repeat(a.length) || b !== char.repeat(b.length)) continue;
			if (a === b || a.startsWith(b) || b.startsWith(a)) return true;
		}
		return false;
	};
	const parseRepeatedExtglob = (pattern, requireEnd = true) => {
		if (pattern[0] !== "+" && pattern[0] !== "*" || pattern[1] !== "(") return;
		let bracket = 0;
		let paren = 0;
		let quote = 0;
		let escaped = false;
		for (let i = 1; i < pattern.length; i++) {
			const ch = pattern[i];
			if (escaped === true) {
				escaped = false;
				continue;
			}
			if (ch === "\\") {
				escaped = true;
				continue;
			}
			if (ch === "\"") {
				quote = quote === 1 ? 0 : 1;
				continue;
			}
			if (quote === 1) continue;
			if (ch === "[") {
				bracket++;
				continue;
			}
			if (ch === "]" && bracket > 0) {
				bracket--;
				continue;
			}
			if (bracket > 0) continue;
			if (ch === "(") {
				paren++;
				continue;
			}
			if (ch === ")") {
				paren--;
				if (paren === 0) {
					if (requireEnd === true && i !== pattern.length - 1) return;
					return {
						type: pattern[0],
						body: pattern.slice(2, i),
						end: i
					};
				}
			}
		}
	};
	const buildCharClassStar = (chars) => {
		return `${chars.length === 1 ? utils.escapeRegex(chars[0]) : `[${chars.map((ch) => utils.escapeRegex(ch)).join("")}]`}*`;
	};
	const getStarExtglobSequenceChars = (pattern) => {
		let index = 0;
		const chars = [];
		while (index < pattern.length) {
			const match = parseRepeatedExtglob(pattern.slice(index), false);
			if (!match || match.type !== "*") return;
			const branches = splitTopLevel(match.body).map((branch) => branch.trim());
			if (branches.length !== 1) return;
			const branch = normalizeSimpleBranch(branches[0]);
			if (!branch || branch.length !== 1) return;
			chars.push(branch);
			index += match.end + 1;
		}
		if (chars.length < 1) return;
		return chars;
	};
	const repeatedExtglobRecursion = (pattern) => {
		let depth = 0;
		let value = pattern.trim();
		let match = parseRepeatedExtglob(value);
		while (match) {
			depth++;
			value = match.body.trim();
			match = parseRepeatedExtglob(value);
		}
		return depth;
	};
	const analyzeRepeatedExtglob = (body, options) => {
		if (options.maxExtglobRecursion === false) return { risky: false };
		const max = typeof options.maxExtglobRecursion === "number" ? options.maxExtglobRecursion : constants.DEFAULT_MAX_EXTGLOB_RECURSION;
		const branches = splitTopLevel(body).map((branch) => branch.trim());
		if (branches.length > 1) {
			if (branches.some((branch) => branch === "") || branches.some((branch) => /^[*?]+$/.test(branch)) || hasRepeatedCharPrefixOverlap(branches)) return { risky: true };
		}
		const safeChars = [];
		let sawStarSequence = false;
		let combinable = true;
		for (const branch of branches) {
			const chars = getStarExtglobSequenceChars(branch);
			if (chars) {
				sawStarSequence = true;
				safeChars.push(...chars);
				continue;
			}
			const literal = normalizeSimpleBranch(branch);
			if (literal && literal.length === 1) {
				safeChars.push(literal);
				continue;
			}
			combinable = false;
			if (repeatedExtglobRecursion(branch) > max) return { risky: true };
		}
		if (sawStarSequence) return combinable ? {
			risky: true,
			safeOutput: buildCharClassStar([...new Set(safeChars)])
		} : { risky: true };
		return { risky: false };
	};
	const parse = (input, options) => {
		if (typeof input !== "string") throw new TypeError("Expected a string");
		input = REPLACEMENTS[input] || input;
		const opts = { ...options };
		const max = typeof opts.maxLength === "number" ? Math.min(MAX_LENGTH, opts.maxLength) : MAX_LENGTH;
		let len = input.length;
		if (len > max) throw new SyntaxError(`Input length: ${len}, exceeds maximum allowed length: ${max}`);
		const bos = {
			type: "bos",
			value: "",
			output: opts.prepend || ""
		};
		const tokens = [bos];
		const capture = opts.capture ? "" : "?:";
		const PLATFORM_CHARS = constants.globChars(opts.windows);
		const EXTGLOB_CHARS = constants.extglobChars(PLATFORM_CHARS);
		const { DOT_LITERAL, PLUS_LITERAL, SLASH_LITERAL, ONE_CHAR, DOTS_SLASH, NO_DOT, NO_DOT_SLASH, NO_DOTS_SLASH, QMARK, QMARK_NO_DOT, STAR, START_ANCHOR } = PLATFORM_CHARS;
		const globstar = (opts) => {
			return `(${capture}(?:(?!${START_ANCHOR}${opts.dot ? DOTS_SLASH : DOT_LITERAL}).)*?)`;
		};
		const nodot = opts.dot ? "" : NO_DOT;
		const qmarkNoDot = opts.dot ? QMARK : QMARK_NO_DOT;
		let star = opts.bash === true ? globstar(opts) : STAR;
		if (opts.capture) star = `(${star})`;
		if (typeof opts.noext === "boolean") opts.noextglob = opts.noext;
		const state = {
			input,
			index: -1,
			start: 0,
			dot: opts.dot === true,
			consumed: "",
			output: "",
			prefix: "",
			backtrack: false,
			negated: false,
			brackets: 0,
			braces: 0,
			parens: 0,
			quotes: 0,
			globstar: false,
			tokens
		};
		input = utils.removePrefix(input, state);
		len = input.length;
		const extglobs = [];
		const braces = [];
		const stack = [];
		let prev = bos;
		let value;
		const eos = () => state.index === len - 1;
		const peek = state.peek = (n = 1) => input[state.index + n];
		const advance = state.advance = () => input[++state.index] || "";
		const remaining = () => input.slice(state.index + 1);
		const consume = (value = "", num = 0) => {
			state.consumed += value;
			state.index += num;
		};
		const append = (token) => {
			state.output += token.output != null ? token.output : token.value;
			consume(token.value);
		};
		const negate = () => {
			let count = 1;
			while (peek() === "!" && (peek(2) !== "(" || peek(3) === "?")) {
				advance();
				state.start++;
				count++;
			}
			if (count % 2 === 0) return false;
			state.negated = true;
			state.start++;
			return true;
		};
		const increment = (type) => {
			state[type]++;
			stack.push(type);
		};
		const decrement = (type) => {
			state[type]--;
			stack.pop();
		};
		const push = (tok) => {
			if (prev.type === "globstar") {
				const isBrace = state.braces > 0 && (tok.type === "comma" || tok.type === "brace");
				const isExtglob = tok.extglob === true || extglobs.length && (tok.type === "pipe" || tok.type === "paren");
				if (tok.type !== "slash" && tok.type !== "paren" && !isBrace && !isExtglob) {
					state.output = state.output.slice(0, -prev.output.length);
					prev.type = "star";
					prev.value = "*";
					prev.output = star;
					state.output += prev.output;
				}
			}
			if (extglobs.length && tok.type !== "paren") extglobs[extglobs.length - 1].inner += tok.value;
			if (tok.value || tok.output) append(tok);
			if (prev && prev.type === "text" && tok.type === "text") {
				prev.output = (prev.output || prev.value) + tok.value;
				prev.value += tok.value;
				return;
			}
			tok.prev = prev;
			tokens.push(tok);
			prev = tok;
		};
		const extglobOpen = (type, value) => {
			const token = {
				...EXTGLOB_CHARS[value],
				conditions: 1,
				inner: ""
			};
			token.prev = prev;
			token.parens = state.parens;
			token.output = state.output;
			token.startIndex = state.index;
			token.tokensIndex = tokens.length;
			const output = (opts.capture ? "(" : "") + token.open;
			increment("parens");
			push({
				type,
				value,
				output: state.output ? "" : ONE_CHAR
			});
			push({
				type: "paren",
				extglob: true,
				value: advance(),
				output
			});
			extglobs.push(token);
		};
		const extglobClose = (token) => {
			const literal = input.slice(token.startIndex, state.index + 1);
			const body = input.slice(token.startIndex + 2, state.index);
			const analysis = analyzeRepeatedExtglob(body, opts);
			if ((token.type === "plus" || token.type === "star") && analysis.risky) {
				const safeOutput = analysis.safeOutput ? (token.output ? "" : ONE_CHAR) + (opts.capture ? `(${analysis.safeOutput})` : analysis.safeOutput) : void 0;
				const open = tokens[token.tokensIndex];
				open.type = "text";
				open.value = literal;
				open.output = safeOutput || utils.escapeRegex(literal);
				for (let i = token.tokensIndex + 1; i < tokens.length; i++) {
					tokens[i].value = "";
					tokens[i].output = "";
					delete tokens[i].suffix;
				}
				state.output = token.output + open.output;
				state.backtrack = true;
				push({
					type: "paren",
					extglob: true,
					value,
					output: ""
				});
				decrement("parens");
				return;
			}
			let output = token.close + (opts.capture ? ")" : "");
			let rest;
			if (token.type === "negate") {
				let extglobStar = star;
				if (token.inner && token.inner.length > 1 && token.inner.includes("/")) extglobStar = globstar(opts);
				if (extglobStar !== star || eos() || /^\)+$/.test(remaining())) output = token.close = `)$))${extglobStar}`;
				if (token.inner.includes("*") && (rest = remaining()) && /^\.[^\\/.]+$/.test(rest)) output = token.close = `)${parse(rest, {
					...options,
					fastpaths: false
				}).output})${extglobStar})`;
				if (token.prev.type === "bos") state.negatedExtglob = true;
			}
			push({
				type: "paren",
				extglob: true,
				value,
				output
			});
			decrement("parens");
		};
		if (opts.fastpaths !== false && !/(^[*!]|[/()[\]{}"])/.test(input)) {
			let backslashes = false;
			let output = input.replace(REGEX_SPECIAL_CHARS_BACKREF, (m, esc, chars, first, rest, index) => {
				if (first === "\\") {
					backslashes = true;
					return m;
				}
				if (first === "?") {
					if (esc) return esc + first + (rest ? QMARK.repeat(rest.length) : "");
					if (index === 0) return qmarkNoDot + (rest ? QMARK.repeat(rest.length) : "");
					return QMARK.repeat(chars.length);
				}
				if (first === ".") return DOT_LITERAL.repeat(chars.length);
				if (first === "*") {
					if (esc) return esc + first + (rest ? star : "");
					return star;
				}
				return esc ? m : `\\${m}`;
			});
			if (backslashes === true) {
				if (opts.unescape === true) output = output.replace(/\\/g, "");
				else output = output.replace(/\\+/g, (m) => {
					return m.length % 2 === 0 ? "\\\\" : m ? "\\" : "";
				});
			}
			if (output === input && opts.contains === true) {
				state.output = input;
				return state;
			}
			state.output = utils.wrapOutput(output, state, options);
			return state;
		}
		while (!eos()) {
			value = advance();
			if (value === "\0") continue;
			if (value === "\\") {
				const next = peek();
				if (next === "/" && opts.bash !== true) continue;
				if (next === "." || next === ";") continue;
				if (!next) {
					value += "\\";
					push({
						type: "text",
						value
					});
					continue;
				}
				const match = /^\\+/.exec(remaining());
				let slashes = 0;
				if (match && match[0].length > 2) {
					slashes = match[0].length;
					state.index += slashes;
					if (slashes % 2 !== 0) value += "\\";
				}
				if (opts.unescape === true) value = advance();
				else value += advance();
				if (state.brackets === 0) {
					push({
						type: "text",
						value
					});
					continue;
				}
			}
			if (state.brackets > 0 && (value !== "]" || prev.value === "[" || prev.value === "[^")) {
				if (opts.posix !== false && value === ":") {
					const inner = prev.value.slice(1);
					if (inner.includes("[")) {
						prev.posix = true;
						if (inner.includes(":")) {
							const idx = prev.value.lastIndexOf("[");
							const pre = prev.value.slice(0, idx);
							const rest = prev.value.slice(idx + 2);
							const posix = POSIX_REGEX_SOURCE[rest];
							if (posix) {
								prev.value = pre + posix;
								state.backtrack = true;
								advance();
								if (!bos.output && tokens.indexOf(prev) === 1) bos.output = ONE_CHAR;
								continue;
							}
						}
					}
				}
				if (value === "[" && peek() !== ":" || value === "-" && peek() === "]") value = `\\${value}`;
				if (value === "]" && (prev.value === "[" || prev.value === "[^")) value = `\\${value}`;
				if (opts.posix === true && value === "!" && prev.value === "[") value = "^";
				prev.value += value;
				append({ value });
				continue;
			}
			if (state.quotes === 1 && value !== "\"") {
				value = utils.escapeRegex(value);
				prev.value += value;
				append({ value });
				continue;
			}
			if (value === "\"") {
				state.quotes = state.quotes === 1 ? 0 : 1;
				if (opts.keepQuotes === true) push({
					type: "text",
					value
				});
				continue;
			}
			if (value === "(") {
				increment("parens");
				push({
					type: "paren",
					value
				});
				continue;
			}
			if (value === ")") {
				if (state.parens === 0 && opts.strictBrackets === true) throw new SyntaxError(syntaxError("opening", "("));
				const extglob = extglobs[extglobs.length - 1];
				if (extglob && state.parens === extglob.parens + 1) {
					extglobClose(extglobs.pop());
					continue;
				}
				push({
					type: "paren",
					value,
					output: state.parens ? ")" : "\\)"
				});
				decrement("parens");
				continue;
			}
			if (value === "[") {
				if (opts.nobracket === true || !remaining().includes("]")) {
					if (opts.nobracket !== true && opts.strictBrackets === true) throw new SyntaxError(syntaxError("closing", "]"));
					value = `\\${value}`;
				} else increment("brackets");
				push({
					type: "bracket",
					value
				});
				continue;
			}
			if (value === "]") {
				if (opts.nobracket === true || prev && prev.type === "bracket" && prev.value.length === 1) {
					push({
						type: "text",
						value,
						output: `\\${value}`
					});
					continue;
				}
				if (state.brackets === 0) {
					if (opts.strictBrackets === true) throw new SyntaxError(syntaxError("opening", "["));
					push({
						type: "text",
						value,
						output: `\\${value}`
					});
					continue;
				}
				decrement("brackets");
				const prevValue = prev.value.slice(1);
				if (prev.posix !== true && prevValue[0] === "^" && !prevValue.includes("/")) value = `/${value}`;
				prev.value += value;
				append({ value });
				if (opts.literalBrackets === false || utils.hasRegexChars(prevValue)) continue;
				const escaped = utils.escapeRegex(prev.value);
				state.output = state.output.slice(0, -prev.value.length);
				if (opts.literalBrackets === true) {
					state.output += escaped;
					prev.value = escaped;
					continue;
				}
				prev.value = `(${capture}${escaped}|${prev.value})`;
				state.output += prev.value;
				continue;
			}
			if (value === "{" && opts.nobrace !== true) {
				increment("braces");
				const open = {
					type: "brace",
					value,
					output: "(",
					outputIndex: state.output.length,
					tokensIndex: state.tokens.length
				};
				braces.push(open);
				push(open);
				continue;
			}
			if (value === "}") {
				const brace = braces[braces.length - 1];
				if (opts.nobrace === true || !brace) {
					push({
						type: "text",
						value,
						output: value
					});
					continue;
				}
				let output = ")";
				if (brace.dots === true) {
					const arr = tokens.slice();
					const range = [];
					for (let i = arr.length - 1; i >= 0; i--) {
						tokens.pop();
						if (arr[i].type === "brace") break;
						if (arr[i].type !== "dots") range.unshift(arr[i].value);
					}
					output = expandRange(range, opts);
					state.backtrack = true;
				}
				if (brace.comma !== true && brace.dots !== true) {
					const out = state.output.slice(0, brace.outputIndex);
					const toks = state.tokens.slice(brace.tokensIndex);
					brace.value = brace.output = "\\{";
					value = output = "\\}";
					state.output = out;
					for (const t of toks) state.output += t.output || t.value;
				}
				push({
					type: "brace",
					value,
					output
				});
				decrement("braces");
				braces.pop();
				continue;
			}
			if (value === "|") {
				if (extglobs.length > 0) extglobs[extglobs.length - 1].conditions++;
				push({
					type: "text",
					value
				});
				continue;
			}
			if (value === ",") {
				let output = value;
				const brace = braces[braces.length - 1];
				if (brace && stack[stack.length - 1] === "braces") {
					brace.comma = true;
					output = "|";
				}
				push({
					type: "comma",
					value,
					output
				});
				continue;
			}
			if (value === "/") {
				if (prev.type === "dot" && state.index === state.start + 1) {
					state.start = state.index + 1;
					state.consumed = "";
					state.output = "";
					tokens.pop();
					prev = bos;
					continue;
				}
				push({
					type: "slash",
					value,
					output: SLASH_LITERAL
				});
				continue;
			}
			if (value === ".") {
				if (state.braces > 0 && prev.type === "dot") {
					if (prev.value === ".") prev.output = DOT_LITERAL;
					const brace = braces[braces.length - 1];
					prev.type = "dots";
					prev.output += value;
					prev.value += value;
					brace.dots = true;
					continue;
				}
				if (state.braces + state.parens === 0 && prev.type !== "bos" && prev.type !== "slash") {
					push({
						type: "text",
						value,
						output: DOT_LITERAL
					});
					continue;
				}
				push({
					type: "dot",
					value,
					output: DOT_LITERAL
				});
				continue;
			}
			if (value === "?") {
				if (!(prev && prev.value === "(") && opts.noextglob !== true && peek() === "(" && peek(2) !== "?") {
					extglobOpen("qmark", value);
					continue;
				}
				if (prev && prev.type === "paren") {
					const next = peek();
					let output = value;
					if (prev.value === "(" && !/[!=<:]/.test(next) || next === "<" && !/<([!=]|\w+>)/.test(remaining())) output = `\\${value}`;
					push({
						type: "text",
						value,
						output
					});
					continue;
				}
				if (opts.dot !== true && (prev.type === "slash" || prev.type === "bos")) {
					push({
						type: "qmark",
						value,
						output: QMARK_NO_DOT
					});
					continue;
				}
				push({
					type: "qmark",
					value,
					output: QMARK
				});
				continue;
			}
			if (value === "!") {
				if (opts.noextglob !== true && peek() === "(") {
					if (peek(2) !== "?" || !/[!=<:]/.test(peek(3))) {
						extglobOpen("negate", value);
						continue;
					}
				}
				if (opts.nonegate !== true && state.index === 0) {
					negate();
					continue;
				}
			}
			if (value === "+") {
				if (opts.noextglob !== true && peek() === "(" && peek(2) !== "?") {
					extglobOpen("plus", value);
					continue;
				}
				if (prev && prev.value === "(" || opts.regex === false) {
					push({
						type: "plus",
						value,
						output: PLUS_LITERAL
					});
					continue;
				}
				if (prev && (prev.type === "bracket" || prev.type === "paren" || prev.type === "brace") || state.parens > 0) {
					push({
						type: "plus",
						value
					});
					continue;
				}
				push({
					type: "plus",
					value: PLUS_LITERAL
				});
				continue;
			}
			if (value === "@") {
				if (opts.noextglob !== true && peek() === "(" && peek(2) !== "?") {
					push({
						type: "at",
						extglob: true,
						value,
						output: ""
					});
					continue;
				}
				push({
					type: "text",
					value
				});
				continue;
			}
			if (value !== "*") {
				if (value === "$" || value === "^") value = `\\${value}`;
				const match = REGEX_NON_SPECIAL_CHARS.exec(remaining());
				if (match) {
					value += match[0];
					state.index += match[0].length;
				}
				push({
					type: "text",
					value
				});
				continue;
			}
			if (prev && (prev.type === "globstar" || prev.star === true)) {
				prev.type = "star";
				prev.star = true;
				prev.value += value;
				prev.output = star;
				state.backtrack = true;
				state.globstar = true;
				consume(value);
				continue;
			}
			let rest = remaining();
			if (opts.noextglob !== true && /^\([^?]/.test(rest)) {
				extglobOpen("star", value);
				continue;
			}
			if (prev.type === "star") {
				if (opts.noglobstar === true) {
					consume(value);
					continue;
				}
				const prior = prev.prev;
				const before = prior.prev;
				const isStart = prior.type === "slash" || prior.type === "bos";
				const afterStar = before && (before.type === "star" || before.type === "globstar");
				if (opts.bash === true && (!isStart || rest[0] && rest[0] !== "/")) {
					push({
						type: "star",
						value,
						output: ""
					});
					continue;
				}
				const isBrace = state.braces > 0 && (prior.type === "comma" || prior.type === "brace");
				const isExtglob = extglobs.length && (prior.type === "pipe" || prior.type === "paren");
				if (!isStart && prior.type !== "paren" && !isBrace && !isExtglob) {
					push({
						type: "star",
						value,
						output: ""
					});
					continue;
				}
				while (rest.slice(0, 3) === "/**") {
					const after = input[state.index + 4];
					if (after && after !== "/") break;
					rest = rest.slice(3);
					consume("/**", 3);
				}
				const isEnd = eos() || state.parens > 0 && rest === ")".repeat(state.parens) && !extglobs.some((extglob) => extglob.type === "negate");
				if (prior.type === "bos" && eos()) {
					prev.type = "globstar";
					prev.value += value;
					prev.output = globstar(opts);
					state.output = prev.output;
					state.globstar = true;
					consume(value);
					continue;
				}
				if (prior.type === "slash" && prior.prev.type !== "bos" && !afterStar && isEnd) {
					state.output = state.output.slice(0, -(prior.output + prev.output).length);
					prior.output = `(?:${prior.output}`;
					prev.type = "globstar";
					prev.output = globstar(opts) + (opts.strictSlashes ? ")" : "|$)");
					prev.value += value;
					state.globstar = true;
					state.output += prior.output + prev.output;
					consume(value);
					continue;
				}
				if (prior.type === "slash" && prior.prev.type !== "bos" && rest[0] === "/") {
					const end = rest[1] !== void 0 ? "|$" : "";
					state.output = state.output.slice(0, -(prior.output + prev.output).length);
					prior.output = `(?:${prior.output}`;
					prev.type = "globstar";
					prev.output = `${globstar(opts)}${SLASH_LITERAL}|${SLASH_LITERAL}${end})`;
					prev.value += value;
					state.output += prior.output + prev.output;
					state.globstar = true;
					consume(value + advance());
					push({
						type: "slash",
						value: "/",
						output: ""
					});
					continue;
				}
				if (prior.type === "bos" && rest[0] === "/") {
					prev.type = "globstar";
					prev.value += value;
					prev.output = `(?:^|${SLASH_LITERAL}|${globstar(opts)}${SLASH_LITERAL})`;
					state.output = prev.output;
					state.globstar = true;
					consume(value + advance());
					push({
						type: "slash",
						value: "/",
						output: ""
					});
					continue;
				}
				state.output = state.output.slice(0, -prev.output.length);
				prev.type = "globstar";
				prev.output = globstar(opts);
				prev.value += value;
				state.output += prev.output;
				state.globstar = true;
				consume(value);
				continue;
			}
			const token = {
				type: "star",
				value,
				output: star
			};
			if (opts.bash === true) {
				token.output = ".*?";
				if (prev.type === "bos" || prev.type === "slash") token.output = nodot + token.output;
				push(token);
				continue;
			}
			if (prev && (prev.type === "bracket" || prev.type === "paren") && opts.regex === true) {
				token.output = value;
				push(token);
				continue;
			}
			if (state.index === state.start || prev.type === "slash" || prev.type === "dot") {
				if (prev.type === "dot") {
					state.output += NO_DOT_SLASH;
					prev.output += NO_DOT_SLASH;
				} else if (opts.dot === true) {
					state.output += NO_DOTS_SLASH;
					prev.output += NO_DOTS_SLASH;
				} else {
					state.output += nodot;
					prev.output += nodot;
				}
				if (peek() !== "*") {
					state.output += ONE_CHAR;
					prev.output += ONE_CHAR;
				}
			}
			push(token);
		}
		while (state.brackets > 0) {
			if (opts.strictBrackets === true) throw new SyntaxError(syntaxError("closing", "]"));
			state.output = utils.escapeLast(state.output, "[");
			decrement("brackets");
		}
		while (state.parens > 0) {
			if (opts.strictBrackets === true) throw new SyntaxError(syntaxError("closing", ")"));
			state.output = utils.escapeLast(state.output, "(");
			decrement("parens");
		}
		while (state.braces > 0) {
			if (opts.strictBrackets === true) throw new SyntaxError(syntaxError("closing", "}"));
			state.output = utils.escapeLast(state.output, "{");
			decrement("braces");
		}
		if (opts.strictSlashes !== true && (prev.type === "star" || prev.type === "bracket")) push({
			type: "maybe_slash",
			value: "",
			output: `${SLASH_LITERAL}?`
		});
		if (state.backtrack === true) {
			state.output = "";
			for (const token of state.tokens) {
				state.output += token.output != null ? token.output : token.value;
				if (token.suffix) state.output += token.suffix;
			}
		}
		return state;
	};
	parse.fastpaths = (input, options) => {
		const opts = { ...options };
		const max = typeof opts.maxLength === "number" ? Math.min(MAX_LENGTH, opts.maxLength) : MAX_LENGTH;
		const len = input.length;
		if (len > max) throw new SyntaxError(`Input length: ${len}, exceeds maximum allowed length: ${max}`);
		input = REPLACEMENTS[input] || input;
		const { DOT_LITERAL, SLASH_LITERAL, ONE_CHAR, DOTS_SLASH, NO_DOT, NO_DOTS, NO_DOTS_SLASH, STAR, START_ANCHOR } = constants.globChars(opts.windows);
		const nodot = opts.dot ? NO_DOTS : NO_DOT;
		const slashDot = opts.dot ? NO_DOTS_SLASH : NO_DOT;
		const capture = opts.capture ? "" : "?:";
		const state = {
			negated: false,
			prefix: ""
		};
		let star = opts.bash === true ? ".*?" : STAR;
		if (opts.capture) star = `(${star})`;
		const globstar = (opts) => {
			if (opts.noglobstar === true) return star;
			return `(${capture}(?:(?!${START_ANCHOR}${opts.dot ? DOTS_SLASH : DOT_LITERAL}).)*?)`;
		};
		const create = (str) => {
			switch (str) {
				case "*": return `${nodot}${ONE_CHAR}${star}`;
				case ".*": return `${DOT_LITERAL}${ONE_CHAR}${star}`;
				case "*.*": return `${nodot}${star}${DOT_LITERAL}${ONE_CHAR}${star}`;
				case "*/*": return `${nodot}${star}${SLASH_LITERAL}${ONE_CHAR}${slashDot}${star}`;
				case "**": return nodot + globstar(opts);
				case "**/*": return `(?:${nodot}${globstar(opts)}${SLASH_LITERAL})?${slashDot}${ONE_CHAR}${star}`;
				case "**/*.*": return `(?:${nodot}${globstar(opts)}${SLASH_LITERAL})?${slashDot}${star}${DOT_LITERAL}${ONE_CHAR}${star}`;
				case "**/.*": return `(?:${nodot}${globstar(opts)}${SLASH_LITERAL})?${DOT_LITERAL}${ONE_CHAR}${star}`;
				default: {
					const match = /^(.*?)\.(\w+)$/.exec(str);
					if (!match) return;
					const source = create(match[1]);
					if (!source) return;
					return source + DOT_LITERAL + match[2];
				}
			}
		};
		let source = create(utils.removePrefix(input, state));
		if (source && opts.strictSlashes !== true) source += `${SLASH_LITERAL}?`;
		return source;
	};
	module.exports = parse;
}));
// node_modules/picomatch/lib/picomatch.js
var require_picomatch$1 = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const scan = require_scan();
	const parse = require_parse$1();
	const utils = require_utils();
	const constants = require_constants$1();
	const isObject = (val) => val && typeof val === "object" && !Array.isArray(val);
	const picomatch = (glob, options, returnState = false) => {
		if (Array.isArray(glob)) {
			const fns = glob.map((input) => picomatch(input, options, returnState));
			const arrayMatcher = (str) => {
				for (const isMatch of fns) {
					const state = isMatch(str);
					if (state) return state;
				}
				return false;
			};
			return arrayMatcher;
		}
		const isState = isObject(glob) && glob.tokens && glob.input;
		if (glob === "" || typeof glob !== "string" && !isState) throw new TypeError("Expected pattern to be a non-empty string");
		const opts = options || {};
		const posix = opts.windows;
		const regex = isState ? picomatch.compileRe(glob, options) : picomatch.makeRe(glob, options, false, true);
		const state = regex.state;
		delete regex.state;
		let isIgnored = () => false;
		if (opts.ignore) {
			const ignoreOpts = {
				...options,
				ignore: null,
				onMatch: null,
				onResult: null
			};
			isIgnored = picomatch(opts.ignore, ignoreOpts, returnState);
		}
		const matcher = (input, returnObject = false) => {
			const { isMatch, match, output } = picomatch.test(input, regex, options, {
				glob,
				posix
			});
			const result = {
				glob,
				state,
				regex,
				posix,
				input,
				output,
				match,
				isMatch
			};
			if (typeof opts.onResult === "function") opts.onResult(result);
			if (isMatch === false) {
				result.isMatch = false;
				return returnObject ? result : false;
			}
			if (isIgnored(input)) {
				if (typeof opts.onIgnore === "function") opts.onIgnore(result);
				result.isMatch = false;
				return returnObject ? result : false;
			}
			if (typeof opts.onMatch === "function") opts.onMatch(result);
			return returnObject ? result : true;
		};
		if (returnState) matcher.state = state;
		return matcher;
	};
	picomatch.test = (input, regex, options, { glob, posix } = {}) => {
		if (typeof input !== "string") throw new TypeError("Expected input to be a string");
		if (input === "") return {
			isMatch: false,
			output: ""
		};
		const opts = options || {};
		const format = opts.format || (posix ? utils.toPosixSlashes : null);
		let match = input === glob;
		let output = match && format ? format(input) : input;
		if (match === false) {
			output = format ? format(input) : input;
			match = output === glob;
		}
		if (match === false || opts.capture === true) {
			if (opts.matchBase === true || opts.basename === true) match = picomatch.matchBase(input, regex, options, posix);
			else match = regex.exec(output);
		}
		return {
			isMatch: Boolean(match),
			match,
			output
		};
	};
	picomatch.matchBase = (input, glob, options, posix = options && options.windows) => {
		return (glob instanceof RegExp ? glob : picomatch.makeRe(glob, options)).test(utils.basename(input, { windows: posix }));
	};
	picomatch.isMatch = (str, patterns, options) => picomatch(patterns, options)(str);
	picomatch.parse = (pattern, options) => {
		if (Array.isArray(pattern)) return pattern.map((p) => picomatch.parse(p, options));
		return parse(pattern, {
			...options,
			fastpaths: false
		});
	};
	picomatch.scan = (input, options) => scan(input, options);
	picomatch.compileRe = (state, options, returnOutput = false, returnState = false) => {
		if (returnOutput === true) return state.output;
		const opts = options || {};
		const prepend = opts.contains ? "" : "^";
		const append = opts.contains ? "" : "$";
		let source = `${prepend}(?:${state.output})${append}`;
		if (state && state.negated === true) source = `^(?!${source}).*$`;
		const regex = picomatch.toRegex(source, options);
		if (returnState === true) regex.state = state;
		return regex;
	};
	picomatch.makeRe = (input, options = {}, returnOutput = false, returnState = false) => {
		if (!input || typeof input !== "string") throw new TypeError("Expected a non-empty string");
		let parsed = {
			negated: false,
			fastpaths: true
		};
		if (options.fastpaths !== false && (input[0] === "." || input[0] === "*")) parsed.output = parse.fastpaths(input, options);
		if (!parsed.output) parsed = parse(input, options);
		return picomatch.compileRe(parsed, options, returnOutput, returnState);
	};
	picomatch.toRegex = (source, options) => {
		try {
			const opts = options || {};
			return new RegExp(source, opts.flags || (opts.nocase ? "i" : ""));
		} catch (err) {
			if (options && options.debug === true) throw err;
			return /$^/;
		}
	};
	picomatch.constants = constants;
	module.exports = picomatch;
}));
// node_modules/picomatch/index.js
var require_picomatch = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const pico = require_picomatch$1();
	const utils = require_utils();
	function picomatch(glob, options, returnState = false) {
		if (options && (options.windows === null || options.windows === void 0)) options = {
			...options,
			windows: utils.isWindows()
		};
		return pico(glob, options, returnState);
	}
	Object.assign(picomatch, pico);
	module.exports = picomatch;
}));
// node_modules/@rollup/pluginutils/dist/cjs/index.js
var require_cjs = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	var path = __require("path");
	var estreeWalker = require_estree_walker();
	var pm = require_picomatch();
	const addExtension = function addExtension(filename, ext = ".js") {
		let result = `${filename}`;
		if (!path.extname(filename)) result += ext;
		return result;
	};
	const extractors = {
		ArrayPattern(names, param) {
			for (const element of param.elements) if (element) extractors[element.type](names, element);
		},
		AssignmentPattern(names, param) {
			extractors[param.left.type](names, param.left);
		},
		Identifier(names, param) {
			names.push(param.name);
		},
		MemberExpression() {},
		ObjectPattern(names, param) {
			for (const prop of param.properties) if (prop.type === "RestElement") extractors.RestElement(names, prop);
			else extractors[prop.value.type](names, prop.value);
		},
		RestElement(names, param) {
			extractors[param.argument.type](names, param.argument);
		}
	};
	const extractAssignedNames = function extractAssignedNames(param) {
		const names = [];
		extractors[param.type](names, param);
		return names;
	};
	const blockDeclarations = {
		const: true,
		let: true
	};
	var Scope = class {
		constructor(options = {}) {
			this.parent = options.parent;
			this.isBlockScope = !!options.block;
			this.declarations = Object.create(null);
			if (options.params) options.params.forEach((param) => {
				extractAssignedNames(param).forEach((name) => {
					this.declarations[name] = true;
				});
			});
		}
		addDeclaration(node, isBlockDeclaration, isVar) {
			if (!isBlockDeclaration && this.isBlockScope) this.parent.addDeclaration(node, isBlockDeclaration, isVar);
			else if (node.id) extractAssignedNames(node.id).forEach((name) => {
				this.declarations[name] = true;
			});
		}
		contains(name) {
			return this.declarations[name] || (this.parent ? this.parent.contains(name) : false);
		}
	};
	const attachScopes = function attachScopes(ast, propertyName = "scope") {
		let scope = new Scope();
		estreeWalker.walk(ast, {
			enter(n, parent) {
				const node = n;
				if (/(?:Function|Class)Declaration/.test(node.type)) scope.addDeclaration(node, false, false);
				if (node.type === "VariableDeclaration") {
					const { kind } = node;
					const isBlockDeclaration = blockDeclarations[kind];
					node.declarations.forEach((declaration) => {
						scope.addDeclaration(declaration, isBlockDeclaration, true);
					});
				}
				let newScope;
				if (node.type.includes("Function")) {
					const func = node;
					newScope = new Scope({
						parent: scope,
						block: false,
						params: func.params
					});
					if (func.type === "FunctionExpression" && func.id) newScope.addDeclaration(func, false, false);
				}
				if (node.type === "StaticBlock") newScope = new Scope({
					parent: scope,
					block: false
				});
				if (/For(?:In|Of)?Statement/.test(node.type)) newScope = new Scope({
					parent: scope,
					block: true
				});
				if (node.type === "BlockStatement" && !parent.type.includes("Function")) newScope = new Scope({
					parent: scope,
					block: true
				});
				if (node.type === "CatchClause") newScope = new Scope({
					parent: scope,
					params: node.param ? [node.param] : [],
					block: true
				});
				if (newScope) {
					Object.defineProperty(node, propertyName, {
						value: newScope,
						configurable: true
					});
					scope = newScope;
				}
			},
			leave(n) {
				if (n[propertyName]) scope = scope.parent;
			}
		});
		return scope;
	};
	function isArray(arg) {
		return Array.isArray(arg);
	}
	function ensureArray(thing) {
		if (isArray(thing)) return thing;
		if (thing == null) return [];
		return [thing];
	}
	const normalizePathRegExp = new RegExp(`\\${path.win32.sep}`, "g");
	const normalizePath = function normalizePath(filename) {
		return filename.replace(normalizePathRegExp, path.posix.sep);
	};
	function getMatcherString(id, resolutionBase) {
		if (resolutionBase === false || path.isAbsolute(id) || id.startsWith("**")) return normalizePath(id);
		const basePath = normalizePath(path.resolve(resolutionBase || "")).replace(/[-^$*+?.()|[\]{}]/g, "\\$&");
		return path.posix.join(basePath, normalizePath(id));
	}
	const createFilter = function createFilter(include, exclude, options) {
		const resolutionBase = options && options.resolve;
		const getMatcher = (id) => {
			if (id instanceof RegExp) return id;
			const compile = () => pm(getMatcherString(id, resolutionBase), { dot: true });
			if (resolutionBase === false || path.isAbsolute(id) || id.startsWith("**")) return { test: compile() };
			let compiledCwd = process.cwd();
			let fn = compile();
			return { test: (what) => {
				const cwd = process.cwd();
				if (cwd !== compiledCwd) {
					compiledCwd = cwd;
					fn = compile();
				}
				return fn(what);
			} };
		};
		const includeMatchers = ensureArray(include).map(getMatcher);
		const excludeMatchers = ensureArray(exclude).map(getMatcher);
		if (!includeMatchers.length && !excludeMatchers.length) return (id) => typeof id === "string" && !id.includes("\0");
		return function result(id) {
			if (typeof id !== "string") return false;
			if (id.includes("\0")) return false;
			const pathId = normalizePath(id);
			for (let i = 0; i < excludeMatchers.length; ++i) {
				const matcher = excludeMatchers[i];
				if (matcher instanceof RegExp) matcher.lastIndex = 0;
				if (matcher.test(pathId)) return false;
			}
			for (let i = 0; i < includeMatchers.length; ++i) {
				const matcher = includeMatchers[i];
				if (matcher instanceof RegExp) matcher.lastIndex = 0;
				if (matcher.test(pathId)) return true;
			}
			return !includeMatchers.length;
		};
	};
	const forbiddenIdentifiers = new Set(`break case class catch const continue debugger default delete do else export extends finally for function if import in instanceof let new return super switch this throw try typeof var void while with yield enum await implements package protected static interface private public arguments Infinity NaN undefined null true false eval uneval isFinite isNaN parseFloat parseInt decodeURI decodeURIComponent encodeURI encodeURIComponent escape unescape Object Function Boolean Symbol Error EvalError InternalError RangeError ReferenceError SyntaxError TypeError URIError Number Math Date String RegExp Array Int8Array Uint8Array Uint8ClampedArray Int16Array Uint16Array Int32Array Uint32Array Float32Array Float64Array Map Set WeakMap WeakSet SIMD ArrayBuffer DataView JSON Promise Generator GeneratorFunction Reflect Proxy Intl`.split(" "));
	forbiddenIdentifiers.add("");
	const makeLegalIdentifier = function makeLegalIdentifier(str) {
		let identifier = str.replace(/-(\w)/g, (_, letter) => letter.toUpperCase()).replace(/[^$_a-zA-Z0-9]/g, "_");
		if (/\d/.test(identifier[0]) || forbiddenIdentifiers.has(identifier)) identifier = `_${identifier}`;
		return identifier || "_";
	};
	function stringify(obj) {
		return (JSON.stringify(obj) || "undefined").replace(/[\u2028\u2029]/g, (char) => `\\u${`000${char.charCodeAt(0).toString(16)}`.slice(-4)}`);
	}
	function serializeArray(arr, indent, baseIndent) {
		let output = "[";
		const separator = indent ? `\n${baseIndent}${indent}` : "";
		for (let i = 0; i < arr.length; i++) {
			const key = arr[i];
			output += `${i > 0 ? "," : ""}${separator}${serialize(key, indent, baseIndent + indent)}`;
		}
		return `${output}${indent ? `\n${baseIndent}` : ""}]`;
	}
	function serializeObject(obj, indent, baseIndent) {
		let output = "{";
		const separator = indent ? `\n${baseIndent}${indent}` : "";
		const entries = Object.entries(obj);
		for (let i = 0; i < entries.length; i++) {
			const [key, value] = entries[i];
			const stringKey = makeLegalIdentifier(key) === key ? key : stringify(key);
			output += `${i > 0 ? "," : ""}${separator}${stringKey}:${indent ? " " : ""}${serialize(value, indent, baseIndent + indent)}`;
		}
		return `${output}${indent ? `\n${baseIndent}` : ""}}`;
	}
	function serialize(obj, indent, baseIndent) {
		if (typeof obj === "object" && obj !== null) {
			if (Array.isArray(obj)) return serializeArray(obj, indent, baseIndent);
			if (obj instanceof Date) return `new Date(${obj.getTime()})`;
			if (obj instanceof RegExp) return obj.toString();
			return serializeObject(obj, indent, baseIndent);
		}
		if (typeof obj === "number") {
			if (obj === Infinity) return "Infinity";
			if (obj === -Infinity) return "-Infinity";
			if (obj === 0) return 1 / obj === Infinity ? "0" : "-0";
			if (obj !== obj) return "NaN";
		}
		if (typeof obj === "symbol") {
			const key = Symbol.keyFor(obj);
			if (key !== void 0) return `Symbol.for(${stringify(key)})`;
		}
		if (typeof obj === "bigint") return `${obj}n`;
		return stringify(obj);
	}
	const hasStringIsWellFormed = "isWellFormed" in String.prototype;
	function isWellFormedString(input) {
		if (hasStringIsWellFormed) return input.isWellFormed();
		return !/\p{Surrogate}/u.test(input);
	}
	const identifierNameRE = /^[$_\p{ID_Start}][$\u200c\u200d\p{ID_Continue}]*$/u;
	const dataToEsm = function dataToEsm(data, options = {}) {
		var _a, _b;
		const t = options.compact ? "" : "indent" in options ? options.indent : "	";
		const _ = options.compact ? "" : " ";
		const n = options.compact ? "" : "\n";
		const declarationType = options.preferConst ? "const" : "var";
		if (options.namedExports === false || typeof data !== "object" || Array.isArray(data) || data instanceof Date || data instanceof RegExp || data === null) {
			const code = serialize(data, options.compact ? null : t, "");
			return `export default${_ || (/^[{[\-\/]/.test(code) ? "" : " ")}${code};`;
		}
		let maxUnderbarPrefixLength = 0;
		for (const key of Object.keys(data)) {
			const underbarPrefixLength = (_b = (_a = /^(_+)/.exec(key)) === null || _a === void 0 ? void 0 : _a[0].length) !== null && _b !== void 0 ? _b : 0;
			if (underbarPrefixLength > maxUnderbarPrefixLength) maxUnderbarPrefixLength = underbarPrefixLength;
		}
		const arbitraryNamePrefix = `${"_".repeat(maxUnderbarPrefixLength + 1)}arbitrary`;
		let namedExportCode = "";
		const defaultExportRows = [];
		const arbitraryNameExportRows = [];
		for (const [key, value] of Object.entries(data)) if (key === makeLegalIdentifier(key)) {
			if (options.objectShorthand) defaultExportRows.push(key);
			else defaultExportRows.push(`${key}:${_}${key}`);
			namedExportCode += `export ${declarationType} ${key}${_}=${_}${serialize(value, options.compact ? null : t, "")};${n}`;
		} else {
			defaultExportRows.push(`${stringify(key)}:${_}${serialize(value, options.compact ? null : t, "")}`);
			if (key !== "default") {
				const isIdentifierName = identifierNameRE.test(key);
				if (isIdentifierName || options.includeArbitraryNames && isWellFormedString(key)) {
					const variableName = `${arbitraryNamePrefix}${arbitraryNameExportRows.length}`;
					namedExportCode += `${declarationType} ${variableName}${_}=${_}${serialize(value, options.compact ? null : t, "")};${n}`;
					arbitraryNameExportRows.push(`${variableName} as ${isIdentifierName ? key : JSON.stringify(key)}`);
				}
			}
		}
		const arbitraryExportCode = arbitraryNameExportRows.length > 0 ? `export${_}{${n}${t}${arbitraryNameExportRows.join(`,${n}${t}`)}${n}};${n}` : "";
		const defaultExportCode = `export default${_}{${n}${t}${defaultExportRows.join(`,${n}${t}`)}${n}};${n}`;
		return `${namedExportCode}${arbitraryExportCode}${defaultExportCode}`;
	};
	function exactRegex(str, flags) {
		return new RegExp(`^${combineMultipleStrings(str)}$`, flags);
	}
	function prefixRegex(str, flags) {
		return new RegExp(`^${combineMultipleStrings(str)}`, flags);
	}
	function suffixRegex(str, flags) {
		return new RegExp(`${combineMultipleStrings(str)}$`, flags);
	}
	const escapeRegexRE = /[-/\\^$*+?.()|[\]{}]/g;
	function escapeRegex(str) {
		return str.replace(escapeRegexRE, "\\$&");
	}
	function combineMultipleStrings(str) {
		if (Array.isArray(str)) {
			const escapeStr = str.map(escapeRegex).join("|");
			if (escapeStr && str.length > 1) return `(?:${escapeStr})`;
			return escapeStr;
		}
		return escapeRegex(str);
	}
	var index = {
		addExtension,
		attachScopes,
		createFilter,
		dataToEsm,
		exactRegex,
		extractAssignedNames,
		makeLegalIdentifier,
		normalizePath,
		prefixRegex,
		suffixRegex
	};
	exports.addExtension = addExtension;
	exports.attachScopes = attachScopes;
	exports.createFilter = createFilter;
	exports.dataToEsm = dataToEsm;
	exports.default = index;
	exports.exactRegex = exactRegex;
	exports.extractAssignedNames = extractAssignedNames;
	exports.makeLegalIdentifier = makeLegalIdentifier;
	exports.normalizePath = normalizePath;
	exports.prefixRegex = prefixRegex;
	exports.suffixRegex = suffixRegex;
	module.exports = Object.assign(exports.default, exports);
}));
// node_modules/@vercel/nft/out/utils/static-eval.js
var require_static_eval = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.wildcardRegEx = exports.WILDCARD = exports.FUNCTION = exports.UNKNOWN = void 0;
	exports.evaluate = evaluate;
	async function evaluate(ast, vars = {}, computeBranches = true) {
		const state = {
			computeBranches,
			vars
		};
		return walk(ast);
		function walk(node) {
			const visitor = visitors[node.type];
			if (visitor) return visitor.call(state, node, walk);
		}
	}
	exports.UNKNOWN = Symbol();
	exports.FUNCTION = Symbol();
	exports.WILDCARD = "";
	exports.wildcardRegEx = /\x1a/g;
	function countWildcards(str) {
		exports.wildcardRegEx.lastIndex = 0;
		let cnt = 0;
		while (exports.wildcardRegEx.exec(str)) cnt++;
		return cnt;
	}
	const visitors = {
		ArrayExpression: async function ArrayExpression(node, walk) {
			const arr = [];
			for (let i = 0, l = node.elements.length; i < l; i++) {
				if (node.elements[i] === null) {
					arr.push(null);
					continue;
				}
				const x = await walk(node.elements[i]);
				if (!x) return;
				if ("value" in x === false) return;
				arr.push(x.value);
			}
			return { value: arr };
		},
		ArrowFunctionExpression: async function(node, walk) {
			if (node.params.length === 0 && !node.generator && !node.async && node.expression) {
				const innerValue = await walk(node.body);
				if (!innerValue || !("value" in innerValue)) return;
				return { value: { [exports.FUNCTION]: () => innerValue.value } };
			}
		},
		BinaryExpression: async function BinaryExpression(node, walk) {
			const op = node.operator;
			let l = await walk(node.left);
			if (!l && op !== "+") return;
			let r = await walk(node.right);
			if (!l && !r) return;
			if (!l) {
				if (this.computeBranches && r && "value" in r && typeof r.value === "string") return {
					value: exports.WILDCARD + r.value,
					wildcards: [node.left, ...r.wildcards || []]
				};
				return;
			}
			if (!r) {
				if (this.computeBranches && op === "+") {
					if (l && "value" in l && typeof l.value === "string") return {
						value: l.value + exports.WILDCARD,
						wildcards: [...l.wildcards || [], node.right]
					};
				}
				if (!("test" in l) && op === "||" && l.value) return l;
				return;
			}
			if ("test" in l && "value" in r) {
				const v = r.value;
				if (op === "==") return {
					test: l.test,
					ifTrue: l.ifTrue == v,
					else: l.else == v
				};
				if (op === "===") return {
					test: l.test,
					ifTrue: l.ifTrue === v,
					else: l.else === v
				};
				if (op === "!=") return {
					test: l.test,
					ifTrue: l.ifTrue != v,
					else: l.else != v
				};
				if (op === "!==") return {
					test: l.test,
					ifTrue: l.ifTrue !== v,
					else: l.else !== v
				};
				if (op === "+") return {
					test: l.test,
					ifTrue: l.ifTrue + v,
					else: l.else + v
				};
				if (op === "-") return {
					test: l.test,
					ifTrue: l.ifTrue - v,
					else: l.else - v
				};
				if (op === "*") return {
					test: l.test,
					ifTrue: l.ifTrue * v,
					else: l.else * v
				};
				if (op === "/") return {
					test: l.test,
					ifTrue: l.ifTrue / v,
					else: l.else / v
				};
				if (op === "%") return {
					test: l.test,
					ifTrue: l.ifTrue % v,
					else: l.else % v
				};
				if (op === "<") return {
					test: l.test,
					ifTrue: l.ifTrue < v,
					else: l.else < v
				};
				if (op === "<=") return {
					test: l.test,
					ifTrue: l.ifTrue <= v,
					else: l.else <= v
				};
				if (op === ">") return {
					test: l.test,
					ifTrue: l.ifTrue > v,
					else: l.else > v
				};
				if (op === ">=") return {
					test: l.test,
					ifTrue: l.ifTrue >= v,
					else: l.else >= v
				};
				if (op === "|") return {
					test: l.test,
					ifTrue: l.ifTrue | v,
					else: l.else | v
				};
				if (op === "&") return {
					test: l.test,
					ifTrue: l.ifTrue & v,
					else: l.else & v
				};
				if (op === "^") return {
					test: l.test,
					ifTrue: l.ifTrue ^ v,
					else: l.else ^ v
				};
				if (op === "&&") return {
					test: l.test,
					ifTrue: l.ifTrue && v,
					else: l.else && v
				};
				if (op === "||") return {
					test: l.test,
					ifTrue: l.ifTrue || v,
					else: l.else || v
				};
			} else if ("test" in r && "value" in l) {
				const v = l.value;
				if (op === "==") return {
					test: r.test,
					ifTrue: v == r.ifTrue,
					else: v == r.else
				};
				if (op === "===") return {
					test: r.test,
					ifTrue: v === r.ifTrue,
					else: v === r.else
				};
				if (op === "!=") return {
					test: r.test,
					ifTrue: v != r.ifTrue,
					else: v != r.else
				};
				if (op === "!==") return {
					test: r.test,
					ifTrue: v !== r.ifTrue,
					else: v !== r.else
				};
				if (op === "+") return {
					test: r.test,
					ifTrue: v + r.ifTrue,
					else: v + r.else
				};
				if (op === "-") return {
					test: r.test,
					ifTrue: v - r.ifTrue,
					else: v - r.else
				};
				if (op === "*") return {
					test: r.test,
					ifTrue: v * r.ifTrue,
					else: v * r.else
				};
				if (op === "/") return {
					test: r.test,
					ifTrue: v / r.ifTrue,
					else: v / r.else
				};
				if (op === "%") return {
					test: r.test,
					ifTrue: v % r.ifTrue,
					else: v % r.else
				};
				if (op === "<") return {
					test: r.test,
					ifTrue: v < r.ifTrue,
					else: v < r.else
				};
				if (op === "<=") return {
					test: r.test,
					ifTrue: v <= r.ifTrue,
					else: v <= r.else
				};
				if (op === ">") return {
					test: r.test,
					ifTrue: v > r.ifTrue,
					else: v > r.else
				};
				if (op === ">=") return {
					test: r.test,
					ifTrue: v >= r.ifTrue,
					else: v >= r.else
				};
				if (op === "|") return {
					test: r.test,
					ifTrue: v | r.ifTrue,
					else: v | r.else
				};
				if (op === "&") return {
					test: r.test,
					ifTrue: v & r.ifTrue,
					else: v & r.else
				};
				if (op === "^") return {
					test: r.test,
					ifTrue: v ^ r.ifTrue,
					else: v ^ r.else
				};
				if (op === "&&") return {
					test: r.test,
					ifTrue: v && r.ifTrue,
					else: l && r.else
				};
				if (op === "||") return {
					test: r.test,
					ifTrue: v || r.ifTrue,
					else: l || r.else
				};
			} else if ("value" in l && "value" in r) {
				if (op === "==") return { value: l.value == r.value };
				if (op === "===") return { value: l.value === r.value };
				if (op === "!=") return { value: l.value != r.value };
				if (op === "!==") return { value: l.value !== r.value };
				if (op === "+") {
					const val = { value: l.value + r.value };
					let wildcards = [];
					if ("wildcards" in l && l.wildcards) wildcards = wildcards.concat(l.wildcards);
					if ("wildcards" in r && r.wildcards) wildcards = wildcards.concat(r.wildcards);
					if (wildcards.length > 0) val.wildcards = wildcards;
					return val;
				}
				if (op === "-") return { value: l.value - r.value };
				if (op === "*") return { value: l.value * r.value };
				if (op === "/") return { value: l.value / r.value };
				if (op === "%") return { value: l.value % r.value };
				if (op === "<") return { value: l.value < r.value };
				if (op === "<=") return { value: l.value <= r.value };
				if (op === ">") return { value: l.value > r.value };
				if (op === ">=") return { value: l.value >= r.value };
				if (op === "|") return { value: l.value | r.value };
				if (op === "&") return { value: l.value & r.value };
				if (op === "^") return { value: l.value ^ r.value };
				if (op === "&&") return { value: l.value && r.value };
				if (op === "||") return { value: l.value || r.value };
			}
		},
		CallExpression: async function CallExpression(node, walk) {
			const callee = await walk(node.callee);
			if (!callee || "test" in callee) return;
			let fn = callee.value;
			if (typeof fn === "object" && fn !== null) fn = fn[exports.FUNCTION];
			if (typeof fn !== "function") return;
			let ctx = null;
			if (node.callee.object) {
				ctx = await walk(node.callee.object);
				ctx = ctx && "value" in ctx && ctx.value ? ctx.value : null;
			}
			let predicate;
			let args = [];
			let argsElse;
			let allWildcards = node.arguments.length > 0 && node.callee.property?.name !== "concat";
			const wildcards = [];
			for (let i = 0, l = node.arguments.length; i < l; i++) {
				let x = await walk(node.arguments[i]);
				if (x) {
					allWildcards = false;
					if ("value" in x && typeof x.value === "string" && x.wildcards) x.wildcards.forEach((w) => wildcards.push(w));
				} else {
					if (!this.computeBranches) return;
					x = { value: exports.WILDCARD };
					wildcards.push(node.arguments[i]);
				}
				if ("test" in x) {
					if (wildcards.length) return;
					if (predicate) return;
					predicate = x.test;
					argsElse = args.concat([]);
					args.push(x.ifTrue);
					argsElse.push(x.else);
				} else {
					args.push(x.value);
					if (argsElse) argsElse.push(x.value);
				}
			}
			if (allWildcards) return;
			try {
				const result = await fn.apply(ctx, args);
				if (result === exports.UNKNOWN) return;
				if (!predicate) {
					if (wildcards.length) {
						if (typeof result !== "string" || countWildcards(result) !== wildcards.length) return;
						return {
							value: result,
							wildcards
						};
					}
					return { value: result };
				}
				const resultElse = await fn.apply(ctx, argsElse);
				if (result === exports.UNKNOWN) return;
				return {
					test: predicate,
					ifTrue: result,
					else: resultElse
				};
			} catch (e) {
				return;
			}
		},
		ConditionalExpression: async function ConditionalExpression(node, walk) {
			const val = await walk(node.test);
			if (val && "value" in val) return val.value ? walk(node.consequent) : walk(node.alternate);
			if (!this.computeBranches) return;
			const thenValue = await walk(node.consequent);
			if (!thenValue || "wildcards" in thenValue || "test" in thenValue) return;
			const elseValue = await walk(node.alternate);
			if (!elseValue || "wildcards" in elseValue || "test" in elseValue) return;
			return {
				test: node.test,
				ifTrue: thenValue.value,
				else: elseValue.value
			};
		},
		ExpressionStatement: async function ExpressionStatement(node, walk) {
			return walk(node.expression);
		},
		Identifier: async function Identifier(node, _walk) {
			if (Object.hasOwnProperty.call(this.vars, node.name)) return this.vars[node.name];
		},
		Literal: async function Literal(node, _walk) {
			return { value: node.value };
		},
		MemberExpression: async function MemberExpression(node, walk) {
			const obj = await walk(node.object);
			if (!obj || "test" in obj || typeof obj.value === "function") return;
			if (node.property.type === "Identifier") {
				if (typeof obj.value === "string" && node.property.name === "concat") return { value: { [exports.FUNCTION]: (...args) => obj.value.concat(args) } };
				if (typeof obj.value === "object" && obj.value !== null) {
					const objValue = obj.value;
					if (node.computed) {
						const computedProp = await walk(node.property);
						if (computedProp && "value" in computedProp && computedProp.value) {
							const val = objValue[computedProp.value];
							if (val === exports.UNKNOWN) return void 0;
							return { value: val };
						}
						if (!objValue[exports.UNKNOWN] && Object.keys(obj).length === 0) return { value: void 0 };
					} else if (node.property.name in objValue) {
						const val = objValue[node.property.name];
						if (val === exports.UNKNOWN) return void 0;
						return { value: val };
					} else if (objValue[exports.UNKNOWN]) return void 0;
				} else return { value: void 0 };
			}
			const prop = await walk(node.property);
			if (!prop || "test" in prop) return void 0;
			if (typeof obj.value === "object" && obj.value !== null) {
				if (prop.value in obj.value) {
					const val = obj.value[prop.value];
					if (val === exports.UNKNOWN) return void 0;
					return { value: val };
				} else if (obj.value[exports.UNKNOWN]) return;
			} else return { value: void 0 };
		},
		MetaProperty: async function MetaProperty(node) {
			if (node.meta.name === "import" && node.property.name === "meta") return { value: this.vars["import.meta"] };
		},
		NewExpression: async function NewExpression(node, walk) {
			const cls = await walk(node.callee);
			if (cls && "value" in cls && cls.value === URL && node.arguments.length) {
				const arg = await walk(node.arguments[0]);
				if (!arg) return void 0;
				let parent = null;
				if (node.arguments[1]) {
					parent = await walk(node.arguments[1]);
					if (!parent || !("value" in parent)) return void 0;
				}
				if ("value" in arg) {
					if (parent) try {
						return { value: new URL(arg.value, parent.value) };
					} catch {
						return;
					}
					try {
						return { value: new URL(arg.value) };
					} catch {
						return;
					}
				} else {
					const test = arg.test;
					if (parent) try {
						return {
							test,
							ifTrue: new URL(arg.ifTrue, parent.value),
							else: new URL(arg.else, parent.value)
						};
					} catch {
						return;
					}
					try {
						return {
							test,
							ifTrue: new URL(arg.ifTrue),
							else: new URL(arg.else)
						};
					} catch {
						return;
					}
				}
			}
		},
		ObjectExpression: async function ObjectExpression(node, walk) {
			const obj = {};
			for (let i = 0; i < node.properties.length; i++) {
				const prop = node.properties[i];
				const keyValue = prop.computed ? walk(prop.key) : prop.key && { value: prop.key.name || prop.key.value };
				if (!keyValue || "test" in keyValue) return;
				const value = await walk(prop.value);
				if (!value || "test" in value) return;
				if (value.value === exports.UNKNOWN) return;
				obj[keyValue.value] = value.value;
			}
			return { value: obj };
		},
		SequenceExpression: async function SequenceExpression(node, walk) {
			if ("expressions" in node && node.expressions.length === 2 && node.expressions[0].type === "Literal" && node.expressions[0].value === 0 && node.expressions[1].type === "MemberExpression") return await walk(node.expressions[1]);
		},
		TemplateLiteral: async function TemplateLiteral(node, walk) {
			let val = { value: "" };
			for (var i = 0; i < node.expressions.length; i++) {
				if ("value" in val) val.value += node.quasis[i].value.cooked;
				else {
					val.ifTrue += node.quasis[i].value.cooked;
					val.else += node.quasis[i].value.cooked;
				}
				let exprValue = await walk(node.expressions[i]);
				if (!exprValue) {
					if (!this.computeBranches) return void 0;
					exprValue = {
						value: exports.WILDCARD,
						wildcards: [node.expressions[i]]
					};
				}
				if ("value" in exprValue) {
					if ("value" in val) {
						val.value += exprValue.value;
						if (exprValue.wildcards) val.wildcards = [...val.wildcards || [], ...exprValue.wildcards];
					} else {
						if (exprValue.wildcards) return;
						val.ifTrue += exprValue.value;
						val.else += exprValue.value;
					}
				} else if ("value" in val) {
					if ("wildcards" in val) return;
					val = {
						test: exprValue.test,
						ifTrue: val.value + exprValue.ifTrue,
						else: val.value + exprValue.else
					};
				} else return;
			}
			if ("value" in val) val.value += node.quasis[i].value.cooked;
			else {
				val.ifTrue += node.quasis[i].value.cooked;
				val.else += node.quasis[i].value.cooked;
			}
			return val;
		},
		ThisExpression: async function ThisExpression(_node, _walk) {
			if (Object.hasOwnProperty.call(this.vars, "this")) return this.vars["this"];
		},
		UnaryExpression: async function UnaryExpression(node, walk) {
			const val = await walk(node.argument);
			if (!val) return void 0;
			if ("value" in val && "wildcards" in val === false) {
				if (node.operator === "+") return { value: +val.value };
				if (node.operator === "-") return { value: -val.value };
				if (node.operator === "~") return { value: ~val.value };
				if (node.operator === "!") return { value: !val.value };
			} else if ("test" in val && "wildcards" in val === false) {
				if (node.operator === "+") return {
					test: val.test,
					ifTrue: +val.ifTrue,
					else: +val.else
				};
				if (node.operator === "-") return {
					test: val.test,
					ifTrue: -val.ifTrue,
					else: -val.else
				};
				if (node.operator === "~") return {
					test: val.test,
					ifTrue: ~val.ifTrue,
					else: ~val.else
				};
				if (node.operator === "!") return {
					test: val.test,
					ifTrue: !val.ifTrue,
					else: !val.else
				};
			}
		}
	};
	visitors.LogicalExpression = visitors.BinaryExpression;
}));
// node_modules/acorn/dist/acorn.js
var require_acorn = /* @__PURE__ */ __commonJSMin(((exports, module, this$9) => {
	(function(global, factory) {
		typeof exports === "object" && typeof module !== "undefined" ? factory(exports) : typeof define === "function" && define.amd ? define(["exports"], factory) : (global = typeof globalThis !== "undefined" ? globalThis : global || self, factory(global.acorn = {}));
	})(this$9, (function(exports) {
		"use strict";
		var astralIdentifierCodes = [
			509,
			0,
			227,
			0,
			150,
			4,
			294,
			9,
			1368,
			2,
			2,
			1,
			6,
			3,
			41,
			2,
			5,
			0,
			166,
			1,
			574,
			3,
			9,
			9,
			7,
			9,
			32,
			4,
			318,
			1,
			31,
			4,
			33,
			15,
			71,
			10,
			50,
			3,
			123,
			2,
			54,
			14,
			32,
			10,
			3,
			1,
			11,
			3,
			46,
			10,
			8,
			0,
			46,
			9,
			7,
			2,
			37,
			13,
			2,
			9,
			6,
			1,
			45,
			0,
			13,
			2,
			49,
			13,
			9,
			3,
			2,
			11,
			83,
			11,
			7,
			0,
			3,
			0,
			158,
			11,
			6,
			9,
			7,
			3,
			56,
			1,
			2,
			6,
			3,
			1,
			3,
			2,
			10,
			0,
			11,
			1,
			3,
			6,
			4,
			4,
			68,
			8,
			2,
			0,
			3,
			0,
			2,
			3,
			2,
			4,
			2,
			0,
			15,
			1,
			83,
			17,
			10,
			9,
			5,
			0,
			82,
			19,
			13,
			9,
			214,
			6,
			3,
			8,
			28,
			1,
			83,
			16,
			16,
			9,
			82,
			12,
			9,
			9,
			7,
			19,
			58,
			14,
			5,
			9,
			243,
			14,
			166,
			9,
			71,
			5,
			2,
			1,
			3,
			3,
			2,
			0,
			2,
			1,
			13,
			9,
			120,
			6,
			3,
			6,
			4,
			0,
			29,
			9,
			41,
			6,
			2,
			3,
			9,
			0,
			10,
			10,
			47,
			15,
			199,
			7,
			137,
			9,
			54,
			7,
			2,
			7,
			17,
			9,
			57,
			21,
			2,
			13,
			123,
			5,
			4,
			0,
			2,
			1,
			2,
			6,
			2,
			0,
			9,
			9,
			49,
			4,
			2,
			1,
			2,
			4,
			9,
			9,
			55,
			9,
			7,
			0,
			259,
			3,
			10,
			1,
			2,
			0,
			49,
			6,
			4,
			4,
			14,
			10,
			5350,
			0,
			7,
			14,
			11465,
			27,
			2343,
			9,
			87,
			9,
			39,
			4,
			60,
			6,
			26,
			9,
			535,
			9,
			470,
			0,
			2,
			54,
			8,
			3,
			82,
			0,
			12,
			1,
			19628,
			1,
			4178,
			9,
			519,
			45,
			3,
			22,
			481,
			1,
			61,
			4,
			4,
			5,
			9,
			7,
			3,
			6,
			31,
			3,
			149,
			2,
			12,
			2,
			9,
			1,
			3,
			0,
			33,
			1,
			1357,
			49,
			513,
			54,
			5,
			49,
			9,
			0,
			15,
			0,
			23,
			4,
			2,
			14,
			1361,
			6,
			2,
			16,
			3,
			6,
			2,
			1,
			2,
			4,
			101,
			0,
			161,
			6,
			10,
			9,
			357,
			0,
			62,
			13,
			499,
			13,
			245,
			1,
			2,
			9,
			233,
			0,
			3,
			0,
			8,
			1,
			6,
			0,
			475,
			6,
			110,
			6,
			6,
			9,
			4759,
			9,
			787719,
			239
		];
		var astralIdentifierStartCodes = [
			0,
			11,
			2,
			25,
			2,
			18,
			2,
			1,
			2,
			14,
			3,
			13,
			35,
			122,
			70,
			52,
			268,
			28,
			4,
			48,
			48,
			31,
			14,
			29,
			6,
			37,
			11,
			29,
			3,
			35,
			5,
			7,
			2,
			4,
			43,
			157,
			19,
			35,
			5,
			35,
			5,
			39,
			9,
			51,
			13,
			10,
			2,
			14,
			2,
			6,
			2,
			1,
			2,
			10,
			2,
			14,
			2,
			6,
			2,
			1,
			4,
			51,
			13,
			310,
			10,
			21,
			11,
			7,
			25,
			5,
			2,
			41,
			2,
			13,
			65,
			5,
			3,
			0,
			2,
			43,
			2,
			1,
			4,
			0,
			3,
			22,
			11,
			22,
			10,
			30,
			66,
			18,
			2,
			1,
			11,
			21,
			11,
			25,
			7,
			25,
			39,
			55,
			7,
			1,
			65,
			0,
			16,
			3,
			2,
			2,
			2,
			28,
			43,
			28,
			4,
			28,
			36,
			7,
			2,
			27,
			28,
			53,
			11,
			21,
			11,
			18,
			14,
			17,
			111,
			72,
			56,
			50,
			14,
			50,
			14,
			35,
			39,
			27,
			10,
			22,
			251,
			41,
			7,
			1,
			17,
			5,
			18,
			21,
			18,
			28,
			11,
			0,
			9,
			21,
			43,
			17,
			47,
			20,
			28,
			22,
			13,
			52,
			58,
			1,
			3,
			0,
			14,
			44,
			33,
			24,
			27,
			35,
			30,
			0,
			3,
			0,
			9,
			34,
			4,
			0,
			13,
			47,
			15,
			3,
			22,
			0,
			2,
			0,
			36,
			17,
			2,
			24,
			20,
			1,
			64,
			6,
			2,
			0,
			2,
			3,
			2,
			14,
			2,
			9,
			8,
			46,
			39,
			7,
			3,
			1,
			3,
			21,
			2,
			6,
			2,
			1,
			2,
			4,
			4,
			0,
			19,
			0,
			13,
			4,
			31,
			9,
			2,
			0,
			3,
			0,
			2,
			37,
			2,
			0,
			26,
			0,
			2,
			0,
			45,
			52,
			19,
			3,
			21,
			2,
			31,
			47,
			21,
			1,
			2,
			0,
			185,
			46,
			42,
			3,
			37,
			47,
			21,
			0,
			60,
			42,
			14,
			0,
			72,
			26,
			38,
			6,
			186,
			43,
			117,
			63,
			32,
			7,
			3,
			0,
			3,
			7,
			2,
			1,
			2,
			23,
			16,
			0,
			2,
			0,
			95,
			7,
			3,
			38,
			17,
			0,
			2,
			0,
			29,
			0,
			11,
			39,
			8,
			0,
			22,
			0,
			12,
			45,
			20,
			0,
			19,
			72,
			18,
			0,
			182,
			32,
			32,
			8,
			2,
			36,
			18,
			0,
			50,
			29,
			113,
			6,
			2,
			1,
			2,
			37,
			22,
			0,
			26,
			5,
			2,
			1,
			2,
			31,
			15,
			0,
			24,
			43,
			22,
			0,
			239,
			18,
			16,
			0,
			2,
			12,
			2,
			33,
			125,
			0,
			80,
			921,
			103,
			111,
			6,
			206,
			13,
			310,
			2314,
			96,
			16,
			1071,
			18,
			5,
			26,
			3994,
			6,
			582,
			6842,
			29,
			1763,
			568,
			8,
			30,
			18,
			78,
			18,
			29,
			19,
			47,
			17,
			3,
			32,
			20,
			6,
			18,
			433,
			44,
			212,
			63,
			33,
			24,
			3,
			24,
			45,
			74,
			6,
			0,
			67,
			12,
			65,
			1,
			2,
			0,
			15,
			4,
			10,
			7386,
			37,
			33,
			96,
			114,
			14,
			913,
			15,
			50,
			7710,
			3,
			2,
			6,
			2,
			1,
			2,
			296,
			10,
			0,
			30,
			2,
			3,
			0,
			15,
			4,
			8,
			395,
			2309,
			106,
			6,
			12,
			4,
			8,
			8,
			9,
			5991,
			84,
			2,
			70,
			2,
			1,
			3,
			0,
			3,
			1,
			3,
			3,
			2,
			11,
			2,
			0,
			2,
			6,
			2,
			64,
			2,
			3,
			3,
			7,
			2,
			6,
			2,
			27,
			2,
			3,
			2,
			4,
			2,
			0,
			4,
			6,
			2,
			340,
			2,
			24,
			2,
			24,
			2,
			30,
			2,
			24,
			2,
			30,
			2,
			24,
			2,
			30,
			2,
			24,
			2,
			30,
			2,
			24,
			2,
			7,
			1845,
			129,
			15,
			6,
			55,
			50,
			49,
			61,
			147,
			44,
			11,
			6,
			17,
			0,
			322,
			29,
			19,
			43,
			485,
			27,
			229,
			29,
			3,
			0,
			208,
			30,
			2,
			2,
			2,
			1,
			2,
			6,
			3,
			4,
			10,
			1,
			225,
			6,
			2,
			3,
			2,
			1,
			2,
			14,
			2,
			196,
			60,
			67,
			8,
			0,
			1205,
			3,
			2,
			26,
			2,
			1,
			2,
			0,
			3,
			0,
			2,
			9,
			2,
			3,
			2,
			0,
			2,
			0,
			7,
			0,
			5,
			0,
			2,
			0,
			2,
			0,
			2,
			2,
			2,
			1,
			2,
			0,
			3,
			0,
			2,
			0,
			2,
			0,
			2,
			0,
			2,
			0,
			2,
			1,
			2,
			0,
			3,
			3,
			2,
			6,
			2,
			3,
			2,
			3,
			2,
			0,
			2,
			9,
			2,
			16,
			6,
			2,
			2,
			4,
			2,
			16,
			4421,
			42719,
			33,
			4382,
			2,
			5773,
			3,
			7472,
			16,
			621,
			2467,
			541,
			1507,
			4938,
			6,
			8489,
			39815,
			11327
		];
		var nonASCIIidentifierChars = "‌‍·̀-ͯ·҃-֑҇-ׇֽֿׁׂׅׄ-׉ؐ-ًؚ-٩ٰۖ-ۜ۟-۪ۤۧۨ-ۭ۰-۹ܑܰ-݊ަ-ް߀-߉߫-߽߳ࠖ-࠙ࠛ-ࠣࠥ-ࠧࠩ-࡙࠭-࡛ࢗ-࢟࣊-ࣣ࣡-ःऺ-़ा-ॏ॑-ॗॢॣ०-९ঁ-ঃ়া-ৄেৈো-্ৗৢৣ০-৯৾ਁ-ਃ਼ਾ-ੂੇੈੋ-੍ੑ੦-ੱੵઁ-ઃ઼ા-ૅે-ૉો-્ૢૣ૦-૯ૺ-૿ଁ-ଃ଼ା-ୄେୈୋ-୍୓-ୗୢୣ୦-୯ஂா-ூெ-ைொ-்ௗ௦-௯ఀ-ఄ఼ా-ౄె-ైొ-్ౕౖౢౣ౦-౯ಁ-ಃ಼ಾ-ೄೆ-ೈೊ-್ೕೖೢೣ೦-೯ೳഀ-ഃ഻഼ാ-ൄെ-ൈൊ-്ൗൢൣ൦-൯ඁ-ඃ්ා-ුූෘ-ෟ෦-෯ෲෳัิ-ฺ็-๎๐-๙ັິ-ຼ່-໎໐-໙༘༙༠-༩༹༵༷༾༿ཱ-྄྆྇ྍ-ྗྙ-ྼ࿆ါ-ှ၀-၉ၖ-ၙၞ-ၠၢ-ၤၧ-ၭၱ-ၴႂ-ႍႏ-ႝ፝-፟፩-፱ᜒ-᜕ᜲ-᜴ᝒᝓᝲᝳ឴-៓៝០-៩᠋-᠍᠏-᠙ᢩᤠ-ᤫᤰ-᤻᥆-᥏᧐-᧚ᨗ-ᨛᩕ-ᩞ᩠-᩿᩼-᪉᪐-᪙᪰-᪽ᪿ-᫰ᬀ-ᬄ᬴-᭄᭐-᭙᭫-᭳ᮀ-ᮂᮡ-ᮭ᮰-᮹᯦-᯳ᰤ-᰷᱀-᱉᱐-᱙᳐-᳔᳒-᳨᳭᳴᳷-᳹᷀-᷿‌‍‿⁀⁔⃐-⃥⃜⃡-⃰⳯-⵿⳱ⷠ-〪ⷿ-゙゚〯・꘠-꘩꙯ꙴ-꙽ꚞꚟ꛰꛱ꠂ꠆ꠋꠣ-ꠧ꠬ꢀꢁꢴ-ꣅ꣐-꣙꣠-꣱ꣿ-꤉ꤦ-꤭ꥇ-꥓ꦀ-ꦃ꦳-꧀꧐-꧙ꧥ꧰-꧹ꨩ-ꨶꩃꩌꩍ꩐-꩙ꩻ-ꩽꪰꪲ-ꪴꪷꪸꪾ꪿꫁ꫫ-ꫯꫵ꫶ꯣ-ꯪ꯬꯭꯰-꯹ﬞ︀-️︠-︯︳︴﹍-﹏０-９＿･";
		var nonASCIIidentifierStartChars = "ªµºÀ-ÖØ-öø-ˁˆ-ˑˠ-ˤˬˮͰ-ʹͶͷͺ-ͽͿΆΈ-ΊΌΎ-ΡΣ-ϵϷ-ҁҊ-ԯԱ-Ֆ՘ՙՠ-ֈ֋֌א-תׯ-ײؠ-يٮٯٱ-ۓەۥۦۮۯۺ-ۼۿܐܒ-ܯݍ-ޥޱߊ-ߪߴߵߺࠀ-ࠕࠚࠤࠨࡀ-ࡘࡠ-ࡪࡰ-ࢇࢉ-࢏ࢠ-ࣉऄ-हऽॐक़-ॡॱ-ঀঅ-ঌএঐও-নপ-রলশ-হঽৎড়ঢ়য়-ৡৰৱৼਅ-ਊਏਐਓ-ਨਪ-ਰਲਲ਼ਵਸ਼ਸਹਖ਼-ੜਫ਼ੲ-ੴઅ-ઍએ-ઑઓ-નપ-રલળવ-હઽૐૠૡૹଅ-ଌଏଐଓ-ନପ-ରଲଳଵ-ହଽଡ଼ଢ଼ୟ-ୡୱஃஅ-ஊஎ-ஐஒ-கஙசஜஞடணதந-பம-ஹௐఅ-ఌఎ-ఐఒ-నప-హఽౘ-ౚ౜ౝౠౡಀಅ-ಌಎ-ಐಒ-ನಪ-ಳವ-ಹಽ೜-ೞೠೡೱೲഄ-ഌഎ-ഐഒ-ഺഽൎൔ-ൖൟ-ൡൺ-ൿඅ-ඖක-නඳ-රලව-ෆก-ะาำเ-ๆກຂຄຆ-ຊຌ-ຣລວ-ະາຳຽເ-ໄໆໜ-ໟༀཀ-ཇཉ-ཬྈ-ྌက-ဪဿၐ-ၕၚ-ၝၡၥၦၮ-ၰၵ-ႁႎႠ-ჅჇჍა-ჺჼ-ቈቊ-ቍቐ-ቖቘቚ-ቝበ-ኈኊ-ኍነ-ኰኲ-ኵኸ-ኾዀዂ-ዅወ-ዖዘ-ጐጒ-ጕጘ-ፚᎀ-ᎏᎠ-Ᏽᏸ-ᏽᐁ-ᙬᙯ-ᙿᚁ-ᚚᚠ-ᛪᛮ-ᛸᜀ-ᜑᜟ-ᜱᝀ-ᝑᝠ-ᝬᝮ-ᝰក-ឳៗៜᠠ-ᡸᢀ-ᢨᢪᢰ-ᣵᤀ-ᤞᥐ-ᥭᥰ-ᥴᦀ-ᦫᦰ-ᧉᨀ-ᨖᨠ-ᩔᪧᬅ-ᬳᭅ-ᭌᮃ-ᮠᮮᮯᮺ-ᯥᰀ-ᰣᱍ-ᱏᱚ-ᱽᲀ-ᲊᲐ-ᲺᲽ-Ჿᳩ-ᳬᳮ-ᳳᳵᳶᳺᴀ-ᶿḀ-ἕἘ-Ἕἠ-ὅὈ-Ὅὐ-ὗὙὛὝὟ-ώᾀ-ᾴᾶ-ᾼιῂ-ῄῆ-ῌῐ-ΐῖ-Ίῠ-Ῥῲ-ῴῶ-ῼⁱⁿ₏-₟ℂℇℊ-ℓℕ℘-ℝℤΩℨK-ℹℼ-ℿⅅ-ⅉⅎⅠ-ↈⰀ-ⳤⳫ-ⳮⳲⳳⴀ-ⴥⴧⴭⴰ-ⵧⵯⶀ-ⶖⶠ-ⶦⶨ-ⶮⶰ-ⶶⶸ-ⶾⷀ-ⷆⷈ-ⷎⷐ-ⷖⷘ-ⷞ々-〇〡-〩〱-〵〸-〼ぁ-ゖ゛-ゟァ-ヺー-ヿㄅ-ㄯㄱ-ㆎㆠ-ㆿㇰ-ㇿ㐀-䶿一-ꒌꓐ-ꓽꔀ-ꘌꘐ-ꘟꘪꘫꙀ-ꙮꙿ-ꚝꚠ-ꛯꜗ-ꜟꜢ-ꞈꞋ-꟝꟢꟱-ꠁꠃ-ꠅꠇ-ꠊꠌ-ꠢꡀ-ꡳꢂ-ꢳꣲ-ꣷꣻꣽꣾꤊ-ꤥꤰ-ꥆꥠ-ꥼꦄ-ꦲꧏꧠ-ꧤꧦ-ꧯꧺ-ꧾꨀ-ꨨꩀ-ꩂꩄ-ꩋꩠ-ꩶꩺꩾ-ꪯꪱꪵꪶꪹ-ꪽꫀꫂꫛ-ꫝꫠ-ꫪꫲ-ꫴꬁ-ꬆꬉ-ꬎꬑ-ꬖꬠ-ꬦꬨ-ꬮꬰ-ꭚꭜ-ꭩ꭬꭭ꭰ-ꯢ가-힣ힰ-ퟆퟋ-ퟻ豈-舘並-龎ﬀ-ﬆﬓ-ﬗיִײַ-ﬨשׁ-זּטּ-לּמּנּסּףּפּצּ-ﮱﯓ-ﴽﵐ-ﶏﶒ-ﷇﷰ-ﷻﹰ-ﹴﹶ-ﻼＡ-Ｚａ-ｚｦ-ﾾￂ-ￇￊ-ￏￒ-ￗￚ-ￜ";
		var reservedWords = {
			3: "abstract boolean byte char class double enum export extends final float goto implements import int interface long native package private protected public short static super synchronized throws transient volatile",
			5: "class enum extends super const export import",
			6: "enum",
			strict: "implements interface let package private protected public static yield",
			strictBind: "eval arguments"
		};
		var ecma5AndLessKeywords = "break case catch continue debugger default do else finally for function if return switch throw try var while with null true false instanceof typeof void delete new in this";
		var keywords$1 = {
			5: ecma5AndLessKeywords,
			"5module": ecma5AndLessKeywords + " export import",
			6: ecma5AndLessKeywords + " const class extends export import super"
		};
		var keywordRelationalOperator = /^in(stanceof)?$/;
		var nonASCIIidentifierStart = new RegExp("[" + nonASCIIidentifierStartChars + "]");
		var nonASCIIidentifier = new RegExp("[" + nonASCIIidentifierStartChars + nonASCIIidentifierChars + "]");
		function isInAstralSet(code, set) {
			var pos = 65536;
			for (var i = 0; i < set.length; i += 2) {
				pos += set[i];
				if (pos > code) return false;
				pos += set[i + 1];
				if (pos >= code) return true;
			}
			return false;
		}
		function isIdentifierStart(code, astral) {
			if (code < 65) return code === 36;
			if (code < 91) return true;
			if (code < 97) return code === 95;
			if (code < 123) return true;
			if (code <= 65535) return code >= 170 && nonASCIIidentifierStart.test(String.fromCharCode(code));
			if (astral === false) return false;
			return isInAstralSet(code, astralIdentifierStartCodes);
		}
		function isIdentifierChar(code, astral) {
			if (code < 48) return code === 36;
			if (code < 58) return true;
			if (code < 65) return false;
			if (code < 91) return true;
			if (code < 97) return code === 95;
			if (code < 123) return true;
			if (code <= 65535) return code >= 170 && nonASCIIidentifier.test(String.fromCharCode(code));
			if (astral === false) return false;
			return isInAstralSet(code, astralIdentifierStartCodes) || isInAstralSet(code, astralIdentifierCodes);
		}
		var TokenType = function TokenType(label, conf) {
			if (conf === void 0) conf = {};
			this.label = label;
			this.keyword = conf.keyword;
			this.beforeExpr = !!conf.beforeExpr;
			this.startsExpr = !!conf.startsExpr;
			this.isLoop = !!conf.isLoop;
			this.isAssign = !!conf.isAssign;
			this.prefix = !!conf.prefix;
			this.postfix = !!conf.postfix;
			this.binop = conf.binop || null;
			this.updateContext = null;
		};
		function binop(name, prec) {
			return new TokenType(name, {
				beforeExpr: true,
				binop: prec
			});
		}
		var beforeExpr = { beforeExpr: true }, startsExpr = { startsExpr: true };
		var keywords = {};
		function kw(name, options) {
			if (options === void 0) options = {};
			options.keyword = name;
			return keywords[name] = new TokenType(name, options);
		}
		var types$1 = {
			num: new TokenType("num", startsExpr),
			regexp: new TokenType("regexp", startsExpr),
			string: new TokenType("string", startsExpr),
			name: new TokenType("name", startsExpr),
			privateId: new TokenType("privateId", startsExpr),
			eof: new TokenType("eof"),
			bracketL: new TokenType("[", {
				beforeExpr: true,
				startsExpr: true
			}),
			bracketR: new TokenType("]"),
			braceL: new TokenType("{", {
				beforeExpr: true,
				startsExpr: true
			}),
			braceR: new TokenType("}"),
			parenL: new TokenType("(", {
				beforeExpr: true,
				startsExpr: true
			}),
			parenR: new TokenType(")"),
			comma: new TokenType(",", beforeExpr),
			semi: new TokenType(";", beforeExpr),
			colon: new TokenType(":", beforeExpr),
			dot: new TokenType("."),
			question: new TokenType("?", beforeExpr),
			questionDot: new TokenType("?."),
			arrow: new TokenType("=>", beforeExpr),
			template: new TokenType("template"),
			invalidTemplate: new TokenType("invalidTemplate"),
			ellipsis: new TokenType("...", beforeExpr),
			backQuote: new TokenType("`", startsExpr),
			dollarBraceL: new TokenType("${", {
				beforeExpr: true,
				startsExpr: true
			}),
			eq: new TokenType("=", {
				beforeExpr: true,
				isAssign: true
			}),
			assign: new TokenType("_=", {
				beforeExpr: true,
				isAssign: true
			}),
			incDec: new TokenType("++/--", {
				prefix: true,
				postfix: true,
				startsExpr: true
			}),
			prefix: new TokenType("!/~", {
				beforeExpr: true,
				prefix: true,
				startsExpr: true
			}),
			logicalOR: binop("||", 1),
			logicalAND: binop("&&", 2),
			bitwiseOR: binop("|", 3),
			bitwiseXOR: binop("^", 4),
			bitwiseAND: binop("&", 5),
			equality: binop("==/!=/===/!==", 6),
			relational: binop("</>/<=/>=", 7),
			bitShift: binop("<</>>/>>>", 8),
			plusMin: new TokenType("+/-", {
				beforeExpr: true,
				binop: 9,
				prefix: true,
				startsExpr: true
			}),
			modulo: binop("%", 10),
			star: binop("*", 10),
			slash: binop("/", 10),
			starstar: new TokenType("**", { beforeExpr: true }),
			coalesce: binop("??", 1),
			_break: kw("break"),
			_case: kw("case", beforeExpr),
			_catch: kw("catch"),
			_continue: kw("continue"),
			_debugger: kw("debugger"),
			_default: kw("default", beforeExpr),
			_do: kw("do", {
				isLoop: true,
				beforeExpr: true
			}),
			_else: kw("else", beforeExpr),
			_finally: kw("finally"),
			_for: kw("for", { isLoop: true }),
			_function: kw("function", startsExpr),
			_if: kw("if"),
			_return: kw("return", beforeExpr),
			_switch: kw("switch"),
			_throw: kw("throw", beforeExpr),
			_try: kw("try"),
			_var: kw("var"),
			_const: kw("const"),
			_while: kw("while", { isLoop: true }),
			_with: kw("with"),
			_new: kw("new", {
				beforeExpr: true,
				startsExpr: true
			}),
			_this: kw("this", startsExpr),
			_super: kw("super", startsExpr),
			_class: kw("class", startsExpr),
			_extends: kw("extends", beforeExpr),
			_export: kw("export"),
			_import: kw("import", startsExpr),
			_null: kw("null", startsExpr),
			_true: kw("true", startsExpr),
			_false: kw("false", startsExpr),
			_in: kw("in", {
				beforeExpr: true,
				binop: 7
			}),
			_instanceof: kw("instanceof", {
				beforeExpr: true,
				binop: 7
			}),
			_typeof: kw("typeof", {
				beforeExpr: true,
				prefix: true,
				startsExpr: true
			}),
			_void: kw("void", {
				beforeExpr: true,
				prefix: true,
				startsExpr: true
			}),
			_delete: kw("delete", {
				beforeExpr: true,
				prefix: true,
				startsExpr: true
			})
		};
		var lineBreak = /\r\n?|\n|\u2028|\u2029/;
		var lineBreakG = new RegExp(lineBreak.source, "g");
		function isNewLine(code) {
			return code === 10 || code === 13 || code === 8232 || code === 8233;
		}
		function nextLineBreak(code, from, end) {
			if (end === void 0) end = code.length;
			for (var i = from; i < end; i++) {
				var next = code.charCodeAt(i);
				if (isNewLine(next)) return i < end - 1 && next === 13 && code.charCodeAt(i + 1) === 10 ? i + 2 : i + 1;
			}
			return -1;
		}
		var nonASCIIwhitespace = /[\u1680\u2000-\u200a\u202f\u205f\u3000\ufeff]/;
		var skipWhiteSpace = /(?:\s|\/\/.*|\/\*[^]*?\*\/)*/g;
		var ref = Object.prototype;
		var hasOwnProperty = ref.hasOwnProperty;
		var toString = ref.toString;
		var hasOwn = Object.hasOwn || (function(obj, propName) {
			return hasOwnProperty.call(obj, propName);
		});
		var isArray = Array.isArray || (function(obj) {
			return toString.call(obj) === "[object Array]";
		});
		var regexpCache = Object.create(null);
		function wordsRegexp(words) {
			return regexpCache[words] || (regexpCache[words] = new RegExp("^(?:" + words.replace(/ /g, "|") + ")$"));
		}
		function codePointToString(code) {
			if (code <= 65535) return String.fromCharCode(code);
			code -= 65536;
			return String.fromCharCode((code >> 10) + 55296, (code & 1023) + 56320);
		}
		var loneSurrogate = /(?:[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?:[^\uD800-\uDBFF]|^)[\uDC00-\uDFFF])/;
		var Position = function Position(line, col) {
			this.line = line;
			this.column = col;
		};
		Position.prototype.offset = function offset(n) {
			return new Position(this.line, this.column + n);
		};
		var SourceLocation = function SourceLocation(p, start, end) {
			this.start = start;
			this.end = end;
			if (p.sourceFile !== null) this.source = p.sourceFile;
		};
		function getLineInfo(input, offset) {
			for (var line = 1, cur = 0;;) {
				var nextBreak = nextLineBreak(input, cur, offset);
				if (nextBreak < 0) return new Position(line, offset - cur);
				++line;
				cur = nextBreak;
			}
		}
		var defaultOptions = {
			ecmaVersion: null,
			sourceType: "script",
			strict: false,
			onInsertedSemicolon: null,
			onTrailingComma: null,
			allowReserved: null,
			allowReturnOutsideFunction: false,
			allowImportExportEverywhere: false,
			allowAwaitOutsideFunction: null,
			allowSuperOutsideMethod: null,
			allowHashBang: false,
			checkPrivateFields: true,
			locations: false,
			startLocation: null,
			onToken: null,
			onComment: null,
			ranges: false,
			program: null,
			sourceFile: null,
			directSourceFile: null,
			preserveParens: false
		};
		var warnedAboutEcmaVersion = false;
		function getOptions(opts) {
			var options = {};
			for (var opt in defaultOptions) options[opt] = opts && hasOwn(opts, opt) ? opts[opt] : defaultOptions[opt];
			if (options.ecmaVersion === "latest") options.ecmaVersion = 1e8;
			else if (options.ecmaVersion == null) {
				if (!warnedAboutEcmaVersion && typeof console === "object" && console.warn) {
					warnedAboutEcmaVersion = true;
					console.warn("Since Acorn 8.0.0, options.ecmaVersion is required.\nDefaulting to 2020, but this will stop working in the future.");
				}
				options.ecmaVersion = 11;
			} else if (options.ecmaVersion >= 2015) options.ecmaVersion -= 2009;
			if (options.allowReserved == null) options.allowReserved = options.ecmaVersion < 5;
			if (!opts || opts.allowHashBang == null) options.allowHashBang = options.ecmaVersion >= 14;
			if (isArray(options.onToken)) {
				var tokens = options.onToken;
				options.onToken = function(token) {
					return tokens.push(token);
				};
			}
			if (isArray(options.onComment)) options.onComment = pushComment(options, options.onComment);
			if (options.sourceType === "commonjs" && options.allowAwaitOutsideFunction) throw new Error("Cannot use allowAwaitOutsideFunction with sourceType: commonjs");
			return options;
		}
		function pushComment(options, array) {
			return function(block, text, start, end, startLoc, endLoc) {
				var comment = {
					type: block ? "Block" : "Line",
					value: text,
					start,
					end
				};
				if (options.locations) comment.loc = new SourceLocation(this, startLoc, endLoc);
				if (options.ranges) comment.range = [start, end];
				array.push(comment);
			};
		}
		var SCOPE_TOP = 1, SCOPE_FUNCTION = 2, SCOPE_ASYNC = 4, SCOPE_GENERATOR = 8, SCOPE_ARROW = 16, SCOPE_SIMPLE_CATCH = 32, SCOPE_SUPER = 64, SCOPE_DIRECT_SUPER = 128, SCOPE_CLASS_STATIC_BLOCK = 256, SCOPE_CLASS_FIELD_INIT = 512, SCOPE_SWITCH = 1024, SCOPE_VAR = SCOPE_TOP | SCOPE_FUNCTION | SCOPE_CLASS_STATIC_BLOCK;
		function functionFlags(async, generator) {
			return SCOPE_FUNCTION | (async ? SCOPE_ASYNC : 0) | (generator ? SCOPE_GENERATOR : 0);
		}
		var BIND_NONE = 0, BIND_VAR = 1, BIND_LEXICAL = 2, BIND_FUNCTION = 3, BIND_SIMPLE_CATCH = 4, BIND_OUTSIDE = 5;
		var Parser = function Parser(options, input, startPos) {
			this.options = options = getOptions(options);
			this.sourceFile = options.sourceFile;
			this.keywords = wordsRegexp(keywords$1[options.ecmaVersion >= 6 ? 6 : options.sourceType === "module" ? "5module" : 5]);
			var reserved = "";
			if (options.allowReserved !== true) {
				reserved = reservedWords[options.ecmaVersion >= 6 ? 6 : options.ecmaVersion === 5 ? 5 : 3];
				if (options.sourceType === "module") reserved += " await";
			}
			this.reservedWords = wordsRegexp(reserved);
			var reservedStrict = (reserved ? reserved + " " : "") + reservedWords.strict;
			this.reservedWordsStrict = wordsRegexp(reservedStrict);
			this.reservedWordsStrictBind = wordsRegexp(reservedStrict + " " + reservedWords.strictBind);
			this.input = String(input);
			this.containsEsc = false;
			this.pos = startPos || 0;
			this.curLine = 1;
			if (options.startLocation) {
				this.lineStart = this.pos - options.startLocation.column;
				this.curLine = options.startLocation.line;
			} else if (startPos) {
				this.lineStart = this.input.lastIndexOf("\n", startPos - 1) + 1;
				if (this.options.locations) this.curLine = this.input.slice(0, this.lineStart).split(lineBreak).length;
			} else this.lineStart = 0;
			this.type = types$1.eof;
			this.value = null;
			this.start = this.end = this.pos;
			this.startLoc = this.endLoc = this.curPosition();
			this.lastTokEndLoc = this.lastTokStartLoc = null;
			this.lastTokStart = this.lastTokEnd = this.pos;
			this.context = this.initialContext();
			this.exprAllowed = true;
			this.inModule = options.sourceType === "module";
			this.strict = this.inModule || options.strict === true || this.strictDirective(this.pos);
			this.potentialArrowAt = -1;
			this.potentialArrowInForAwait = false;
			this.yieldPos = this.awaitPos = this.awaitIdentPos = 0;
			this.labels = [];
			this.undefinedExports = Object.create(null);
			if (this.pos === 0 && options.allowHashBang && this.input.slice(0, 2) === "#!") this.skipLineComment(2);
			this.scopeStack = [];
			this.enterScope(this.options.sourceType === "commonjs" ? SCOPE_FUNCTION : SCOPE_TOP);
			this.regexpState = null;
			this.privateNameStack = [];
		};
		var prototypeAccessors = {
			inFunction: { configurable: true },
			inGenerator: { configurable: true },
			inAsync: { configurable: true },
			canAwait: { configurable: true },
			allowReturn: { configurable: true },
			allowSuper: { configurable: true },
			allowDirectSuper: { configurable: true },
			treatFunctionsAsVar: { configurable: true },
			allowNewDotTarget: { configurable: true },
			allowUsing: { configurable: true },
			inClassStaticBlock: { configurable: true }
		};
		Parser.prototype.parse = function parse() {
			var this$1$1 = this;
			var node = this.options.program || this.startNode();
			this.nextToken();
			return this.catchStackOverflow(function() {
				return this$1$1.parseTopLevel(node);
			});
		};
		prototypeAccessors.inFunction.get = function() {
			return (this.currentVarScope().flags & SCOPE_FUNCTION) > 0;
		};
		prototypeAccessors.inGenerator.get = function() {
			return (this.currentVarScope().flags & SCOPE_GENERATOR) > 0;
		};
		prototypeAccessors.inAsync.get = function() {
			return (this.currentVarScope().flags & SCOPE_ASYNC) > 0;
		};
		prototypeAccessors.canAwait.get = function() {
			for (var i = this.scopeStack.length - 1; i >= 0; i--) {
				var flags = this.scopeStack[i].flags;
				if (flags & (SCOPE_CLASS_STATIC_BLOCK | SCOPE_CLASS_FIELD_INIT)) return false;
				if (flags & SCOPE_FUNCTION) return (flags & SCOPE_ASYNC) > 0;
			}
			return this.inModule && this.options.ecmaVersion >= 13 || this.options.allowAwaitOutsideFunction;
		};
		prototypeAccessors.allowReturn.get = function() {
			if (this.inFunction) return true;
			if (this.options.allowReturnOutsideFunction && this.currentVarScope().flags & SCOPE_TOP) return true;
			return false;
		};
		prototypeAccessors.allowSuper.get = function() {
			return (this.currentThisScope().flags & SCOPE_SUPER) > 0 || this.options.allowSuperOutsideMethod;
		};
		prototypeAccessors.allowDirectSuper.get = function() {
			return (this.currentThisScope().flags & SCOPE_DIRECT_SUPER) > 0;
		};
		prototypeAccessors.treatFunctionsAsVar.get = function() {
			return this.treatFunctionsAsVarInScope(this.currentScope());
		};
		prototypeAccessors.allowNewDotTarget.get = function() {
			for (var i = this.scopeStack.length - 1; i >= 0; i--) {
				var flags = this.scopeStack[i].flags;
				if (flags & (SCOPE_CLASS_STATIC_BLOCK | SCOPE_CLASS_FIELD_INIT) || flags & SCOPE_FUNCTION && !(flags & SCOPE_ARROW)) return true;
			}
			return false;
		};
		prototypeAccessors.allowUsing.get = function() {
			var flags = this.currentScope().flags;
			if (flags & SCOPE_SWITCH) return false;
			if (!this.inModule && flags & SCOPE_TOP) return false;
			return true;
		};
		prototypeAccessors.inClassStaticBlock.get = function() {
			return (this.currentVarScope().flags & SCOPE_CLASS_STATIC_BLOCK) > 0;
		};
		Parser.extend = function extend() {
			var plugins = [], len = arguments.length;
			while (len--) plugins[len] = arguments[len];
			var cls = this;
			for (var i = 0; i < plugins.length; i++) cls = plugins[i](cls);
			return cls;
		};
		Parser.parse = function parse(input, options) {
			return new this(options, input).parse();
		};
		Parser.parseExpressionAt = function parseExpressionAt(input, pos, options) {
			var parser = new this(options, input, pos);
			parser.nextToken();
			return parser.parseExpression();
		};
		Parser.tokenizer = function tokenizer(input, options) {
			return new this(options, input);
		};
		Object.defineProperties(Parser.prototype, prototypeAccessors);
		var pp$9 = Parser.prototype;
		var literal = /^(?:'((?:\\[^]|[^'\\])*?)'|"((?:\\[^]|[^"\\])*?)")/;
		pp$9.strictDirective = function(start) {
			if (this.options.ecmaVersion < 5) return false;
			for (;;) {
				skipWhiteSpace.lastIndex = start;
				start += skipWhiteSpace.exec(this.input)[0].length;
				var match = literal.exec(this.input.slice(start));
				if (!match) return false;
				if ((match[1] || match[2]) === "use strict") {
					skipWhiteSpace.lastIndex = start + match[0].length;
					var spaceAfter = skipWhiteSpace.exec(this.input), end = spaceAfter.index + spaceAfter[0].length;
					var next = this.input.charAt(end);
					return next === ";" || next === "}" || lineBreak.test(spaceAfter[0]) && !(/[(`.[+\-/*%<>=,?^&]/.test(next) || next === "!" && this.input.charAt(end + 1) === "=" || next === "i" && keywordOpAt(this, end));
				}
				start += match[0].length;
				skipWhiteSpace.lastIndex = start;
				start += skipWhiteSpace.exec(this.input)[0].length;
				if (this.input[start] === ";") start++;
			}
		};
		function keywordOpAt(parser, pos) {
			var end = pos + 1, stop = Math.min(parser.input.length, pos + 11);
			while (end < stop) {
				var ch = parser.fullCharCodeAt(end);
				if (!isIdentifierChar(ch, true)) break;
				end += ch <= 65535 ? 1 : 2;
			}
			return end === pos + 2 && parser.input.slice(pos, end) === "in" || end === pos + 10 && parser.input.slice(pos, end) === "instanceof";
		}
		pp$9.eat = function(type) {
			if (this.type === type) {
				this.next();
				return true;
			} else return false;
		};
		pp$9.isContextual = function(name) {
			return this.type === types$1.name && this.value === name && !this.containsEsc;
		};
		pp$9.eatContextual = function(name) {
			if (!this.isContextual(name)) return false;
			this.next();
			return true;
		};
		pp$9.catchStackOverflow = function(f) {
			try {
				return f();
			} catch (e) {
				if (e instanceof Error && (/\bstack\b.*\b(exceeded|overflow)\b/i.test(e.message) || /\btoo much recursion\b/i.test(e.message))) this.raise(this.start, "Not enough stack space to parse input");
				else throw e;
			}
		};
		pp$9.expectContextual = function(name) {
			if (!this.eatContextual(name)) this.unexpected();
		};
		pp$9.canInsertSemicolon = function() {
			return this.type === types$1.eof || this.type === types$1.braceR || lineBreak.test(this.input.slice(this.lastTokEnd, this.start));
		};
		pp$9.insertSemicolon = function() {
			if (this.canInsertSemicolon()) {
				if (this.options.onInsertedSemicolon) this.options.onInsertedSemicolon(this.lastTokEnd, this.lastTokEndLoc);
				return true;
			}
		};
		pp$9.semicolon = function() {
			if (!this.eat(types$1.semi) && !this.insertSemicolon()) this.unexpected();
		};
		pp$9.afterTrailingComma = function(tokType, notNext) {
			if (this.type === tokType) {
				if (this.options.onTrailingComma) this.options.onTrailingComma(this.lastTokStart, this.lastTokStartLoc);
				if (!notNext) this.next();
				return true;
			}
		};
		pp$9.expect = function(type) {
			this.eat(type) || this.unexpected();
		};
		pp$9.unexpected = function(pos) {
			this.raise(pos != null ? pos : this.start, "Unexpected token");
		};
		var DestructuringErrors = function DestructuringErrors() {
			this.shorthandAssign = this.trailingComma = this.parenthesizedAssign = this.parenthesizedBind = this.doubleProto = -1;
		};
		pp$9.checkPatternErrors = function(refDestructuringErrors, isAssign) {
			if (!refDestructuringErrors) return;
			if (refDestructuringErrors.trailingComma > -1) this.raiseRecoverable(refDestructuringErrors.trailingComma, "Comma is not permitted after the rest element");
			var parens = isAssign ? refDestructuringErrors.parenthesizedAssign : refDestructuringErrors.parenthesizedBind;
			if (parens > -1) this.raiseRecoverable(parens, isAssign ? "Assigning to rvalue" : "Parenthesized pattern");
		};
		pp$9.checkExpressionErrors = function(refDestructuringErrors, andThrow) {
			if (!refDestructuringErrors) return false;
			var shorthandAssign = refDestructuringErrors.shorthandAssign;
			var doubleProto = refDestructuringErrors.doubleProto;
			if (!andThrow) return shorthandAssign >= 0 || doubleProto >= 0;
			if (shorthandAssign >= 0) this.raise(shorthandAssign, "Shorthand property assignments are valid only in destructuring patterns");
			if (doubleProto >= 0) this.raiseRecoverable(doubleProto, "Redefinition of __proto__ property");
		};
		pp$9.checkYieldAwaitInDefaultParams = function() {
			if (this.yieldPos && (!this.awaitPos || this.yieldPos < this.awaitPos)) this.raise(this.yieldPos, "Yield expression cannot be a default value");
			if (this.awaitPos) this.raise(this.awaitPos, "Await expression cannot be a default value");
		};
		pp$9.isSimpleAssignTarget = function(expr) {
			if (expr.type === "ParenthesizedExpression") return this.isSimpleAssignTarget(expr.expression);
			return expr.type === "Identifier" || expr.type === "MemberExpression";
		};
		var pp$8 = Parser.prototype;
		pp$8.parseTopLevel = function(node) {
			var exports$1 = Object.create(null);
			if (!node.body) node.body = [];
			while (this.type !== types$1.eof) {
				var stmt = this.parseStatement(null, true, exports$1);
				node.body.push(stmt);
			}
			if (this.inModule) for (var i = 0, list = Object.keys(this.undefinedExports); i < list.length; i += 1) {
				var name = list[i];
				this.raiseRecoverable(this.undefinedExports[name].start, "Export '" + name + "' is not defined");
			}
			this.adaptDirectivePrologue(node.body);
			this.next();
			node.sourceType = this.options.sourceType === "commonjs" ? "script" : this.options.sourceType;
			return this.finishNode(node, "Program");
		};
		var loopLabel = { kind: "loop" }, switchLabel = { kind: "switch" };
		pp$8.isLet = function(context) {
			if (this.options.ecmaVersion < 6 || !this.isContextual("let")) return false;
			skipWhiteSpace.lastIndex = this.pos;
			var skip = skipWhiteSpace.exec(this.input);
			var next = this.pos + skip[0].length, nextCh = this.fullCharCodeAt(next);
			if (nextCh === 91 || nextCh === 92) return true;
			if (context) return false;
			if (nextCh === 123) return true;
			if (isIdentifierStart(nextCh)) {
				var start = next;
				do
					next += nextCh <= 65535 ? 1 : 2;
				while (isIdentifierChar(nextCh = this.fullCharCodeAt(next)));
				if (nextCh === 92) return true;
				var ident = this.input.slice(start, next);
				if (!keywordRelationalOperator.test(ident)) return true;
			}
			return false;
		};
		pp$8.isAsyncFunction = function() {
			if (this.options.ecmaVersion < 8 || !this.isContextual("async")) return false;
			skipWhiteSpace.lastIndex = this.pos;
			var skip = skipWhiteSpace.exec(this.input);
			var next = this.pos + skip[0].length, after;
			return !lineBreak.test(this.input.slice(this.pos, next)) && this.input.slice(next, next + 8) === "function" && (next + 8 === this.input.length || !(isIdentifierChar(after = this.fullCharCodeAt(next + 8)) || after === 92));
		};
		pp$8.isUsingKeyword = function(isAwaitUsing, isFor) {
			if (this.options.ecmaVersion < 17 || !this.isContextual(isAwaitUsing ? "await" : "using")) return false;
			skipWhiteSpace.lastIndex = this.pos;
			var skip = skipWhiteSpace.exec(this.input);
			var next = this.pos + skip[0].length;
			if (lineBreak.test(this.input.slice(this.pos, next))) return false;
			if (isAwaitUsing) {
				var usingEndPos = next + 5, after;
				if (this.input.slice(next, usingEndPos) !== "using" || usingEndPos === this.input.length || isIdentifierChar(after = this.fullCharCodeAt(usingEndPos)) || after === 92) return false;
				skipWhiteSpace.lastIndex = usingEndPos;
				var skipAfterUsing = skipWhiteSpace.exec(this.input);
				next = usingEndPos + skipAfterUsing[0].length;
				if (skipAfterUsing && lineBreak.test(this.input.slice(usingEndPos, next))) return false;
			}
			var ch = this.fullCharCodeAt(next);
			if (!isIdentifierStart(ch) && ch !== 92) return false;
			var idStart = next;
			do
				next += ch <= 65535 ? 1 : 2;
			while (isIdentifierChar(ch = this.fullCharCodeAt(next)));
			if (ch === 92) return true;
			var id = this.input.slice(idStart, next);
			if (keywordRelationalOperator.test(id)) return false;
			if (isFor && !isAwaitUsing && id === "of") {
				skipWhiteSpace.lastIndex = next;
				var skipAfterOf = skipWhiteSpace.exec(this.input);
				next = next + skipAfterOf[0].length;
				if (this.input.charCodeAt(next) !== 61 || (ch = this.input.charCodeAt(next + 1)) === 61 || ch === 62) return false;
			}
			return true;
		};
		pp$8.isAwaitUsing = function(isFor) {
			return this.isUsingKeyword(true, isFor);
		};
		pp$8.isUsing = function(isFor) {
			return this.isUsingKeyword(false, isFor);
		};
		pp$8.parseStatement = function(context, topLevel, exports$1) {
			var starttype = this.type, node = this.startNode(), kind;
			if (this.isLet(context)) {
				starttype = types$1._var;
				kind = "let";
			}
			switch (starttype) {
				case types$1._break:
				case types$1._continue: return this.parseBreakContinueStatement(node, starttype.keyword);
				case types$1._debugger: return this.parseDebuggerStatement(node);
				case types$1._do: return this.parseDoStatement(node);
				case types$1._for: return this.parseForStatement(node);
				case types$1._function:
					if (context && (this.strict || context !== "if" && context !== "label") && this.options.ecmaVersion >= 6) this.unexpected();
					return this.parseFunctionStatement(node, false, !context);
				case types$1._class:
					if (context) this.unexpected();
					return this.parseClass(node, true);
				case types$1._if: return this.parseIfStatement(node);
				case types$1._return: return this.parseReturnStatement(node);
				case types$1._switch: return this.parseSwitchStatement(node);
				case types$1._throw: return this.parseThrowStatement(node);
				case types$1._try: return this.parseTryStatement(node);
				case types$1._const:
				case types$1._var:
					kind = kind || this.value;
					if (context && kind !== "var") this.unexpected();
					return this.parseVarStatement(node, kind);
				case types$1._while: return this.parseWhileStatement(node);
				case types$1._with: return this.parseWithStatement(node);
				case types$1.braceL: return this.parseBlock(true, node);
				case types$1.semi: return this.parseEmptyStatement(node);
				case types$1._export:
				case types$1._import:
					if (this.options.ecmaVersion > 10 && starttype === types$1._import) {
						skipWhiteSpace.lastIndex = this.pos;
						var skip = skipWhiteSpace.exec(this.input);
						var next = this.pos + skip[0].length, nextCh = this.input.charCodeAt(next);
						if (nextCh === 40 || nextCh === 46) return this.parseExpressionStatement(node, this.parseExpression());
					}
					if (!this.options.allowImportExportEverywhere) {
						if (!topLevel) this.raise(this.start, "'import' and 'export' may only appear at the top level");
						if (!this.inModule) this.raise(this.start, "'import' and 'export' may appear only with 'sourceType: module'");
					}
					return starttype === types$1._import ? this.parseImport(node) : this.parseExport(node, exports$1);
				default:
					if (this.isAsyncFunction()) {
						if (context) this.unexpected();
						this.next();
						return this.parseFunctionStatement(node, true, !context);
					}
					var usingKind = this.isAwaitUsing(false) ? "await using" : this.isUsing(false) ? "using" : null;
					if (usingKind) {
						if (!this.allowUsing) this.raise(this.start, "Using declaration cannot appear in the top level when source type is `script` or in the bare case statement");
						if (context) this.raise(this.start, "Using declaration is not allowed in single-statement positions");
						if (usingKind === "await using") {
							if (!this.canAwait) this.raise(this.start, "Await using cannot appear outside of async function");
							this.next();
						}
						this.next();
						this.parseVar(node, false, usingKind);
						this.semicolon();
						return this.finishNode(node, "VariableDeclaration");
					}
					var maybeName = this.value, expr = this.parseExpression();
					if (starttype === types$1.name && expr.type === "Identifier" && this.eat(types$1.colon)) return this.parseLabeledStatement(node, maybeName, expr, context);
					else return this.parseExpressionStatement(node, expr);
			}
		};
		pp$8.parseBreakContinueStatement = function(node, keyword) {
			var isBreak = keyword === "break";
			this.next();
			if (this.eat(types$1.semi) || this.insertSemicolon()) node.label = null;
			else if (this.type !== types$1.name) this.unexpected();
			else {
				node.label = this.parseIdent();
				this.semicolon();
			}
			var i = 0;
			for (; i < this.labels.length; ++i) {
				var lab = this.labels[i];
				if (node.label == null || lab.name === node.label.name) {
					if (lab.kind != null && (isBreak || lab.kind === "loop")) break;
					if (node.label && isBreak) break;
				}
			}
			if (i === this.labels.length) this.raise(node.start, "Unsyntactic " + keyword);
			return this.finishNode(node, isBreak ? "BreakStatement" : "ContinueStatement");
		};
		pp$8.parseDebuggerStatement = function(node) {
			this.next();
			this.semicolon();
			return this.finishNode(node, "DebuggerStatement");
		};
		pp$8.parseDoStatement = function(node) {
			this.next();
			this.labels.push(loopLabel);
			node.body = this.parseStatement("do");
			this.labels.pop();
			this.expect(types$1._while);
			node.test = this.parseParenExpression();
			if (this.options.ecmaVersion >= 6) this.eat(types$1.semi);
			else this.semicolon();
			return this.finishNode(node, "DoWhileStatement");
		};
		pp$8.parseForStatement = function(node) {
			this.next();
			var awaitAt = this.options.ecmaVersion >= 9 && this.canAwait && this.eatContextual("await") ? this.lastTokStart : -1;
			this.labels.push(loopLabel);
			this.enterScope(0);
			this.expect(types$1.parenL);
			if (this.type === types$1.semi) {
				if (awaitAt > -1) this.unexpected(awaitAt);
				return this.parseFor(node, null);
			}
			var isLet = this.isLet();
			if (this.type === types$1._var || this.type === types$1._const || isLet) {
				var init$1 = this.startNode(), kind = isLet ? "let" : this.value;
				this.next();
				this.parseVar(init$1, true, kind);
				this.finishNode(init$1, "VariableDeclaration");
				return this.parseForAfterInit(node, init$1, awaitAt);
			}
			var startsWithLet = this.isContextual("let"), isForOf = false;
			var usingKind = this.isUsing(true) ? "using" : this.isAwaitUsing(true) ? "await using" : null;
			if (usingKind) {
				var init$2 = this.startNode();
				this.next();
				if (usingKind === "await using") {
					if (!this.canAwait) this.raise(this.start, "Await using cannot appear outside of async function");
					this.next();
				}
				this.parseVar(init$2, true, usingKind);
				this.finishNode(init$2, "VariableDeclaration");
				return this.parseForAfterInit(node, init$2, awaitAt);
			}
			var containsEsc = this.containsEsc;
			var refDestructuringErrors = new DestructuringErrors();
			var initPos = this.start;
			var init = awaitAt > -1 ? this.parseExprSubscripts(refDestructuringErrors, "await") : this.parseExpression(true, refDestructuringErrors);
			if (this.type === types$1._in || (isForOf = this.options.ecmaVersion >= 6 && this.isContextual("of"))) {
				if (awaitAt > -1) {
					if (this.type === types$1._in) this.unexpected(awaitAt);
					node.await = true;
				} else if (isForOf && this.options.ecmaVersion >= 8) {
					if (init.start === initPos && !containsEsc && init.type === "Identifier" && init.name === "async") this.unexpected();
					else if (this.options.ecmaVersion >= 9) node.await = false;
				}
				if (startsWithLet && isForOf) this.raise(init.start, "The left-hand side of a for-of loop may not start with 'let'.");
				this.toAssignable(init, false, refDestructuringErrors);
				this.checkLValPattern(init);
				return this.parseForIn(node, init);
			} else this.checkExpressionErrors(refDestructuringErrors, true);
			if (awaitAt > -1) this.unexpected(awaitAt);
			return this.parseFor(node, init);
		};
		pp$8.parseForAfterInit = function(node, init, awaitAt) {
			if ((this.type === types$1._in || this.options.ecmaVersion >= 6 && this.isContextual("of")) && init.declarations.length === 1) {
				if (this.type === types$1._in) {
					if ((init.kind === "using" || init.kind === "await using") && !init.declarations[0].init) this.raise(this.start, "Using declaration is not allowed in for-in loops");
					if (this.options.ecmaVersion >= 9 && awaitAt > -1) this.unexpected(awaitAt);
				} else if (this.options.ecmaVersion >= 9) node.await = awaitAt > -1;
				return this.parseForIn(node, init);
			}
			if (awaitAt > -1) this.unexpected(awaitAt);
			return this.parseFor(node, init);
		};
		pp$8.parseFunctionStatement = function(node, isAsync, declarationPosition) {
			this.next();
			return this.parseFunction(node, FUNC_STATEMENT | (declarationPosition ? 0 : FUNC_HANGING_STATEMENT), false, isAsync);
		};
		pp$8.parseIfStatement = function(node) {
			this.next();
			node.test = this.parseParenExpression();
			node.consequent = this.parseStatement("if");
			node.alternate = this.eat(types$1._else) ? this.parseStatement("if") : null;
			return this.finishNode(node, "IfStatement");
		};
		pp$8.parseReturnStatement = function(node) {
			if (!this.allowReturn) this.raise(this.start, "'return' outside of function");
			this.next();
			if (this.eat(types$1.semi) || this.insertSemicolon()) node.argument = null;
			else {
				node.argument = this.parseExpression();
				this.semicolon();
			}
			return this.finishNode(node, "ReturnStatement");
		};
		pp$8.parseSwitchStatement = function(node) {
			this.next();
			node.discriminant = this.parseParenExpression();
			node.cases = [];
			this.expect(types$1.braceL);
			this.labels.push(switchLabel);
			this.enterScope(SCOPE_SWITCH);
			var cur;
			for (var sawDefault = false; this.type !== types$1.braceR;) if (this.type === types$1._case || this.type === types$1._default) {
				var isCase = this.type === types$1._case;
				if (cur) this.finishNode(cur, "SwitchCase");
				node.cases.push(cur = this.startNode());
				cur.consequent = [];
				this.next();
				if (isCase) cur.test = this.parseExpression();
				else {
					if (sawDefault) this.raiseRecoverable(this.lastTokStart, "Multiple default clauses");
					sawDefault = true;
					cur.test = null;
				}
				this.expect(types$1.colon);
			} else {
				if (!cur) this.unexpected();
				cur.consequent.push(this.parseStatement(null));
			}
			this.exitScope();
			if (cur) this.finishNode(cur, "SwitchCase");
			this.next();
			this.labels.pop();
			return this.finishNode(node, "SwitchStatement");
		};
		pp$8.parseThrowStatement = function(node) {
			this.next();
			if (lineBreak.test(this.input.slice(this.lastTokEnd, this.start))) this.raise(this.lastTokEnd, "Illegal newline after throw");
			node.argument = this.parseExpression();
			this.semicolon();
			return this.finishNode(node, "ThrowStatement");
		};
		var empty$1 = [];
		pp$8.parseCatchClauseParam = function() {
			var param = this.parseBindingAtom();
			var simple = param.type === "Identifier";
			this.enterScope(simple ? SCOPE_SIMPLE_CATCH : 0);
			this.checkLValPattern(param, simple ? BIND_SIMPLE_CATCH : BIND_LEXICAL);
			this.expect(types$1.parenR);
			return param;
		};
		pp$8.parseTryStatement = function(node) {
			this.next();
			node.block = this.parseBlock();
			node.handler = null;
			if (this.type === types$1._catch) {
				var clause = this.startNode();
				this.next();
				if (this.eat(types$1.parenL)) clause.param = this.parseCatchClauseParam();
				else {
					if (this.options.ecmaVersion < 10) this.unexpected();
					clause.param = null;
					this.enterScope(0);
				}
				clause.body = this.parseBlock(false);
				this.exitScope();
				node.handler = this.finishNode(clause, "CatchClause");
			}
			node.finalizer = this.eat(types$1._finally) ? this.parseBlock() : null;
			if (!node.handler && !node.finalizer) this.raise(node.start, "Missing catch or finally clause");
			return this.finishNode(node, "TryStatement");
		};
		pp$8.parseVarStatement = function(node, kind, allowMissingInitializer) {
			this.next();
			this.parseVar(node, false, kind, allowMissingInitializer);
			this.semicolon();
			return this.finishNode(node, "VariableDeclaration");
		};
		pp$8.parseWhileStatement = function(node) {
			this.next();
			node.test = this.parseParenExpression();
			this.labels.push(loopLabel);
			node.body = this.parseStatement("while");
			this.labels.pop();
			return this.finishNode(node, "WhileStatement");
		};
		pp$8.parseWithStatement = function(node) {
			if (this.strict) this.raise(this.start, "'with' in strict mode");
			this.next();
			node.object = this.parseParenExpression();
			node.body = this.parseStatement("with");
			return this.finishNode(node, "WithStatement");
		};
		pp$8.parseEmptyStatement = function(node) {
			this.next();
			return this.finishNode(node, "EmptyStatement");
		};
		pp$8.parseLabeledStatement = function(node, maybeName, expr, context) {
			for (var i$1 = 0, list = this.labels; i$1 < list.length; i$1 += 1) if (list[i$1].name === maybeName) this.raise(expr.start, "Label '" + maybeName + "' is already declared");
			var kind = this.type.isLoop ? "loop" : this.type === types$1._switch ? "switch" : null;
			for (var i = this.labels.length - 1; i >= 0; i--) {
				var label$1 = this.labels[i];
				if (label$1.statementStart === node.start) {
					label$1.statementStart = this.start;
					label$1.kind = kind;
				} else break;
			}
			this.labels.push({
				name: maybeName,
				kind,
				statementStart: this.start
			});
			node.body = this.parseStatement(context ? context.indexOf("label") === -1 ? context + "label" : context : "label");
			this.labels.pop();
			node.label = expr;
			return this.finishNode(node, "LabeledStatement");
		};
		pp$8.parseExpressionStatement = function(node, expr) {
			node.expression = expr;
			this.semicolon();
			return this.finishNode(node, "ExpressionStatement");
		};
		pp$8.parseBlock = function(createNewLexicalScope, node, exitStrict) {
			if (createNewLexicalScope === void 0) createNewLexicalScope = true;
			if (node === void 0) node = this.startNode();
			node.body = [];
			this.expect(types$1.braceL);
			if (createNewLexicalScope) this.enterScope(0);
			while (this.type !== types$1.braceR) {
				var stmt = this.parseStatement(null);
				node.body.push(stmt);
			}
			if (exitStrict) this.strict = false;
			this.next();
			if (createNewLexicalScope) this.exitScope();
			return this.finishNode(node, "BlockStatement");
		};
		pp$8.parseFor = function(node, init) {
			node.init = init;
			this.expect(types$1.semi);
			node.test = this.type === types$1.semi ? null : this.parseExpression();
			this.expect(types$1.semi);
			node.update = this.type === types$1.parenR ? null : this.parseExpression();
			this.expect(types$1.parenR);
			node.body = this.parseStatement("for");
			this.exitScope();
			this.labels.pop();
			return this.finishNode(node, "ForStatement");
		};
		pp$8.parseForIn = function(node, init) {
			var isForIn = this.type === types$1._in;
			this.next();
			if (init.type === "VariableDeclaration" && init.declarations[0].init != null && (!isForIn || this.options.ecmaVersion < 8 || this.strict || init.kind !== "var" || init.declarations[0].id.type !== "Identifier")) this.raise(init.start, (isForIn ? "for-in" : "for-of") + " loop variable declaration may not have an initializer");
			node.left = init;
			node.right = isForIn ? this.parseExpression() : this.parseMaybeAssign();
			this.expect(types$1.parenR);
			node.body = this.parseStatement("for");
			this.exitScope();
			this.labels.pop();
			return this.finishNode(node, isForIn ? "ForInStatement" : "ForOfStatement");
		};
		pp$8.parseVar = function(node, isFor, kind, allowMissingInitializer) {
			node.declarations = [];
			node.kind = kind;
			for (;;) {
				var decl = this.startNode();
				this.parseVarId(decl, kind);
				if (this.eat(types$1.eq)) decl.init = this.parseMaybeAssign(isFor);
				else if (!allowMissingInitializer && kind === "const" && !(this.type === types$1._in || this.options.ecmaVersion >= 6 && this.isContextual("of"))) this.unexpected();
				else if (!allowMissingInitializer && (kind === "using" || kind === "await using") && this.options.ecmaVersion >= 17 && this.type !== types$1._in && !this.isContextual("of")) this.raise(this.lastTokEnd, "Missing initializer in " + kind + " declaration");
				else if (!allowMissingInitializer && decl.id.type !== "Identifier" && !(isFor && (this.type === types$1._in || this.isContextual("of")))) this.raise(this.lastTokEnd, "Complex binding patterns require an initialization value");
				else decl.init = null;
				node.declarations.push(this.finishNode(decl, "VariableDeclarator"));
				if (!this.eat(types$1.comma)) break;
			}
			return node;
		};
		pp$8.parseVarId = function(decl, kind) {
			decl.id = kind === "using" || kind === "await using" ? this.parseIdent() : this.parseBindingAtom();
			this.checkLValPattern(decl.id, kind === "var" ? BIND_VAR : BIND_LEXICAL, false);
		};
		var FUNC_STATEMENT = 1, FUNC_HANGING_STATEMENT = 2, FUNC_NULLABLE_ID = 4;
		pp$8.parseFunction = function(node, statement, allowExpressionBody, isAsync, forInit) {
			this.initFunction(node);
			if (this.options.ecmaVersion >= 9 || this.options.ecmaVersion >= 6 && !isAsync) {
				if (this.type === types$1.star && statement & FUNC_HANGING_STATEMENT) this.unexpected();
				node.generator = this.eat(types$1.star);
			}
			if (this.options.ecmaVersion >= 8) node.async = !!isAsync;
			if (statement & FUNC_STATEMENT) {
				node.id = statement & FUNC_NULLABLE_ID && this.type !== types$1.name ? null : this.parseIdent();
				if (node.id && !(statement & FUNC_HANGING_STATEMENT)) this.checkLValSimple(node.id, this.strict || node.generator || node.async ? this.treatFunctionsAsVar ? BIND_VAR : BIND_LEXICAL : BIND_FUNCTION);
			}
			var oldYieldPos = this.yieldPos, oldAwaitPos = this.awaitPos, oldAwaitIdentPos = this.awaitIdentPos;
			this.yieldPos = 0;
			this.awaitPos = 0;
			this.awaitIdentPos = 0;
			this.enterScope(functionFlags(node.async, node.generator));
			if (!(statement & FUNC_STATEMENT)) node.id = this.type === types$1.name ? this.parseIdent() : null;
			this.parseFunctionParams(node);
			this.parseFunctionBody(node, allowExpressionBody, false, forInit);
			this.yieldPos = oldYieldPos;
			this.awaitPos = oldAwaitPos;
			this.awaitIdentPos = oldAwaitIdentPos;
			return this.finishNode(node, statement & FUNC_STATEMENT ? "FunctionDeclaration" : "FunctionExpression");
		};
		pp$8.parseFunctionParams = function(node) {
			this.expect(types$1.parenL);
			node.params = this.parseBindingList(types$1.parenR, false, this.options.ecmaVersion >= 8);
			this.checkYieldAwaitInDefaultParams();
		};
		pp$8.parseClass = function(node, isStatement) {
			this.next();
			var oldStrict = this.strict;
			this.strict = true;
			this.parseClassId(node, isStatement);
			this.parseClassSuper(node);
			var privateNameMap = this.enterClassBody();
			var classBody = this.startNode();
			var hadConstructor = false;
			classBody.body = [];
			this.expect(types$1.braceL);
			while (this.type !== types$1.braceR) {
				var element = this.parseClassElement(node.superClass !== null);
				if (element) {
					classBody.body.push(element);
					if (element.type === "MethodDefinition" && element.kind === "constructor") {
						if (hadConstructor) this.raiseRecoverable(element.start, "Duplicate constructor in the same class");
						hadConstructor = true;
					} else if (element.key && element.key.type === "PrivateIdentifier" && isPrivateNameConflicted(privateNameMap, element)) this.raiseRecoverable(element.key.start, "Identifier '#" + element.key.name + "' has already been declared");
				}
			}
			this.strict = oldStrict;
			this.next();
			node.body = this.finishNode(classBody, "ClassBody");
			this.exitClassBody();
			return this.finishNode(node, isStatement ? "ClassDeclaration" : "ClassExpression");
		};
		pp$8.parseClassElement = function(constructorAllowsSuper) {
			if (this.eat(types$1.semi)) return null;
			var ecmaVersion = this.options.ecmaVersion;
			var node = this.startNode();
			var keyName = "";
			var isGenerator = false;
			var isAsync = false;
			var kind = "method";
			var isStatic = false;
			if (this.eatContextual("static")) {
				if (ecmaVersion >= 13 && this.eat(types$1.braceL)) {
					this.parseClassStaticBlock(node);
					return node;
				}
				if (this.isClassElementNameStart() || this.type === types$1.star) isStatic = true;
				else keyName = "static";
			}
			node.static = isStatic;
			if (!keyName && ecmaVersion >= 8 && this.eatContextual("async")) {
				if ((this.isClassElementNameStart() || this.type === types$1.star) && !this.canInsertSemicolon()) isAsync = true;
				else keyName = "async";
			}
			if (!keyName && (ecmaVersion >= 9 || !isAsync) && this.eat(types$1.star)) isGenerator = true;
			if (!keyName && !isAsync && !isGenerator) {
				var lastValue = this.value;
				if (this.eatContextual("get") || this.eatContextual("set")) {
					if (this.isClassElementNameStart()) kind = lastValue;
					else keyName = lastValue;
				}
			}
			if (keyName) {
				node.computed = false;
				node.key = this.startNodeAt(this.lastTokStart, this.lastTokStartLoc);
				node.key.name = keyName;
				this.finishNode(node.key, "Identifier");
			} else this.parseClassElementName(node);
			if (ecmaVersion < 13 || this.type === types$1.parenL || kind !== "method" || isGenerator || isAsync) {
				var isConstructor = !node.static && checkKeyName(node, "constructor");
				var allowsDirectSuper = isConstructor && constructorAllowsSuper;
				if (isConstructor && kind !== "method") this.raise(node.key.start, "Constructor can't have get/set modifier");
				node.kind = isConstructor ? "constructor" : kind;
				this.parseClassMethod(node, isGenerator, isAsync, allowsDirectSuper);
			} else this.parseClassField(node);
			return node;
		};
		pp$8.isClassElementNameStart = function() {
			return this.type === types$1.name || this.type === types$1.privateId || this.type === types$1.num || this.type === types$1.string || this.type === types$1.bracketL || this.type.keyword;
		};
		pp$8.parseClassElementName = function(element) {
			if (this.type === types$1.privateId) {
				if (this.value === "constructor") this.raise(this.start, "Classes can't have an element named '#constructor'");
				element.computed = false;
				element.key = this.parsePrivateIdent();
			} else this.parsePropertyName(element);
		};
		pp$8.parseClassMethod = function(method, isGenerator, isAsync, allowsDirectSuper) {
			var key = method.key;
			if (method.kind === "constructor") {
				if (isGenerator) this.raise(key.start, "Constructor can't be a generator");
				if (isAsync) this.raise(key.start, "Constructor can't be an async method");
			} else if (method.static && checkKeyName(method, "prototype")) this.raise(key.start, "Classes may not have a static property named prototype");
			var value = method.value = this.parseMethod(isGenerator, isAsync, allowsDirectSuper);
			if (method.kind === "get" && value.params.length !== 0) this.raiseRecoverable(value.start, "getter should have no params");
			if (method.kind === "set" && value.params.length !== 1) this.raiseRecoverable(value.start, "setter should have exactly one param");
			if (method.kind === "set" && value.params[0].type === "RestElement") this.raiseRecoverable(value.params[0].start, "Setter cannot use rest params");
			return this.finishNode(method, "MethodDefinition");
		};
		pp$8.parseClassField = function(field) {
			if (checkKeyName(field, "constructor")) this.raise(field.key.start, "Classes can't have a field named 'constructor'");
			else if (field.static && checkKeyName(field, "prototype")) this.raise(field.key.start, "Classes can't have a static field named 'prototype'");
			if (this.eat(types$1.eq)) {
				this.enterScope(SCOPE_CLASS_FIELD_INIT | SCOPE_SUPER);
				field.value = this.parseMaybeAssign();
				this.exitScope();
			} else field.value = null;
			this.semicolon();
			return this.finishNode(field, "PropertyDefinition");
		};
		pp$8.parseClassStaticBlock = function(node) {
			node.body = [];
			var oldLabels = this.labels;
			this.labels = [];
			this.enterScope(SCOPE_CLASS_STATIC_BLOCK | SCOPE_SUPER);
			while (this.type !== types$1.braceR) {
				var stmt = this.parseStatement(null);
				node.body.push(stmt);
			}
			this.next();
			this.exitScope();
			this.labels = oldLabels;
			return this.finishNode(node, "StaticBlock");
		};
		pp$8.parseClassId = function(node, isStatement) {
			if (this.type === types$1.name) {
				node.id = this.parseIdent();
				if (isStatement) this.checkLValSimple(node.id, BIND_LEXICAL, false);
			} else {
				if (isStatement === true) this.unexpected();
				node.id = null;
			}
		};
		pp$8.parseClassSuper = function(node) {
			node.superClass = this.eat(types$1._extends) ? this.parseExprSubscripts(null, false) : null;
		};
		pp$8.enterClassBody = function() {
			var element = {
				declared: Object.create(null),
				used: []
			};
			this.privateNameStack.push(element);
			return element.declared;
		};
		pp$8.exitClassBody = function() {
			var ref = this.privateNameStack.pop();
			var declared = ref.declared;
			var used = ref.used;
			if (!this.options.checkPrivateFields) return;
			var len = this.privateNameStack.length;
			var parent = len === 0 ? null : this.privateNameStack[len - 1];
			for (var i = 0; i < used.length; ++i) {
				var id = used[i];
				if (!hasOwn(declared, id.name)) {
					if (parent) parent.used.push(id);
					else this.raiseRecoverable(id.start, "Private field '#" + id.name + "' must be declared in an enclosing class");
				}
			}
		};
		function isPrivateNameConflicted(privateNameMap, element) {
			var name = element.key.name;
			var curr = privateNameMap[name];
			var next = "true";
			if (element.type === "MethodDefinition" && (element.kind === "get" || element.kind === "set")) next = (element.static ? "s" : "i") + element.kind;
			if (curr === "iget" && next === "iset" || curr === "iset" && next === "iget" || curr === "sget" && next === "sset" || curr === "sset" && next === "sget") {
				privateNameMap[name] = "true";
				return false;
			} else if (!curr) {
				privateNameMap[name] = next;
				return false;
			} else return true;
		}
		function checkKeyName(node, name) {
			var computed = node.computed;
			var key = node.key;
			return !computed && (key.type === "Identifier" && key.name === name || key.type === "Literal" && key.value === name);
		}
		pp$8.parseExportAllDeclaration = function(node, exports$1) {
			if (this.options.ecmaVersion >= 11) {
				if (this.eatContextual("as")) {
					node.exported = this.parseModuleExportName();
					this.checkExport(exports$1, node.exported, this.lastTokStart);
				} else node.exported = null;
			}
			this.expectContextual("from");
			if (this.type !== types$1.string) this.unexpected();
			node.source = this.parseExprAtom();
			if (this.options.ecmaVersion >= 16) node.attributes = this.parseWithClause();
			this.semicolon();
			return this.finishNode(node, "ExportAllDeclaration");
		};
		pp$8.parseExport = function(node, exports$1) {
			this.next();
			if (this.eat(types$1.star)) return this.parseExportAllDeclaration(node, exports$1);
			if (this.eat(types$1._default)) {
				this.checkExport(exports$1, "default", this.lastTokStart);
				node.declaration = this.parseExportDefaultDeclaration();
				return this.finishNode(node, "ExportDefaultDeclaration");
			}
			if (this.shouldParseExportStatement()) {
				node.declaration = this.parseExportDeclaration(node);
				if (node.declaration.type === "VariableDeclaration") this.checkVariableExport(exports$1, node.declaration.declarations);
				else this.checkExport(exports$1, node.declaration.id, node.declaration.id.start);
				node.specifiers = [];
				node.source = null;
				if (this.options.ecmaVersion >= 16) node.attributes = [];
			} else {
				node.declaration = null;
				node.specifiers = this.parseExportSpecifiers(exports$1);
				if (this.eatContextual("from")) {
					if (this.type !== types$1.string) this.unexpected();
					node.source = this.parseExprAtom();
					if (this.options.ecmaVersion >= 16) node.attributes = this.parseWithClause();
				} else {
					for (var i = 0, list = node.specifiers; i < list.length; i += 1) {
						var spec = list[i];
						this.checkUnreserved(spec.local);
						this.checkLocalExport(spec.local);
						if (spec.local.type === "Literal") this.raise(spec.local.start, "A string literal cannot be used as an exported binding without `from`.");
					}
					node.source = null;
					if (this.options.ecmaVersion >= 16) node.attributes = [];
				}
				this.semicolon();
			}
			return this.finishNode(node, "ExportNamedDeclaration");
		};
		pp$8.parseExportDeclaration = function(node) {
			return this.parseStatement(null);
		};
		pp$8.parseExportDefaultDeclaration = function() {
			var isAsync;
			if (this.type === types$1._function || (isAsync = this.isAsyncFunction())) {
				var fNode = this.startNode();
				this.next();
				if (isAsync) this.next();
				return this.parseFunction(fNode, FUNC_STATEMENT | FUNC_NULLABLE_ID, false, isAsync);
			} else if (this.type === types$1._class) {
				var cNode = this.startNode();
				return this.parseClass(cNode, "nullableID");
			} else {
				var declaration = this.parseMaybeAssign();
				this.semicolon();
				return declaration;
			}
		};
		pp$8.checkExport = function(exports$1, name, pos) {
			if (!exports$1) return;
			if (typeof name !== "string") name = name.type === "Identifier" ? name.name : name.value;
			if (hasOwn(exports$1, name)) this.raiseRecoverable(pos, "Duplicate export '" + name + "'");
			exports$1[name] = true;
		};
		pp$8.checkPatternExport = function(exports$1, pat) {
			var type = pat.type;
			if (type === "Identifier") this.checkExport(exports$1, pat, pat.start);
			else if (type === "ObjectPattern") for (var i = 0, list = pat.properties; i < list.length; i += 1) {
				var prop = list[i];
				this.checkPatternExport(exports$1, prop);
			}
			else if (type === "ArrayPattern") for (var i$1 = 0, list$1 = pat.elements; i$1 < list$1.length; i$1 += 1) {
				var elt = list$1[i$1];
				if (elt) this.checkPatternExport(exports$1, elt);
			}
			else if (type === "Property") this.checkPatternExport(exports$1, pat.value);
			else if (type === "AssignmentPattern") this.checkPatternExport(exports$1, pat.left);
			else if (type === "RestElement") this.checkPatternExport(exports$1, pat.argument);
		};
		pp$8.checkVariableExport = function(exports$1, decls) {
			if (!exports$1) return;
			for (var i = 0, list = decls; i < list.length; i += 1) {
				var decl = list[i];
				this.checkPatternExport(exports$1, decl.id);
			}
		};
		pp$8.shouldParseExportStatement = function() {
			return this.type.keyword === "var" || this.type.keyword === "const" || this.type.keyword === "class" || this.type.keyword === "function" || this.isLet() || this.isAsyncFunction();
		};
		pp$8.parseExportSpecifier = function(exports$1) {
			var node = this.startNode();
			node.local = this.parseModuleExportName();
			node.exported = this.eatContextual("as") ? this.parseModuleExportName() : node.local;
			this.checkExport(exports$1, node.exported, node.exported.start);
			return this.finishNode(node, "ExportSpecifier");
		};
		pp$8.parseExportSpecifiers = function(exports$1) {
			var nodes = [], first = true;
			this.expect(types$1.braceL);
			while (!this.eat(types$1.braceR)) {
				if (!first) {
					this.expect(types$1.comma);
					if (this.afterTrailingComma(types$1.braceR)) break;
				} else first = false;
				nodes.push(this.parseExportSpecifier(exports$1));
			}
			return nodes;
		};
		pp$8.parseImport = function(node) {
			this.next();
			if (this.type === types$1.string) {
				node.specifiers = empty$1;
				node.source = this.parseExprAtom();
			} else {
				node.specifiers = this.parseImportSpecifiers();
				this.expectContextual("from");
				node.source = this.type === types$1.string ? this.parseExprAtom() : this.unexpected();
			}
			if (this.options.ecmaVersion >= 16) node.attributes = this.parseWithClause();
			this.semicolon();
			return this.finishNode(node, "ImportDeclaration");
		};
		pp$8.parseImportSpecifier = function() {
			var node = this.startNode();
			node.imported = this.parseModuleExportName();
			if (this.eatContextual("as")) node.local = this.parseIdent();
			else {
				this.checkUnreserved(node.imported);
				node.local = node.imported;
			}
			this.checkLValSimple(node.local, BIND_LEXICAL);
			return this.finishNode(node, "ImportSpecifier");
		};
		pp$8.parseImportDefaultSpecifier = function() {
			var node = this.startNode();
			node.local = this.parseIdent();
			this.checkLValSimple(node.local, BIND_LEXICAL);
			return this.finishNode(node, "ImportDefaultSpecifier");
		};
		pp$8.parseImportNamespaceSpecifier = function() {
			var node = this.startNode();
			this.next();
			this.expectContextual("as");
			node.local = this.parseIdent();
			this.checkLValSimple(node.local, BIND_LEXICAL);
			return this.finishNode(node, "ImportNamespaceSpecifier");
		};
		pp$8.parseImportSpecifiers = function() {
			var nodes = [], first = true;
			if (this.type === types$1.name) {
				nodes.push(this.parseImportDefaultSpecifier());
				if (!this.eat(types$1.comma)) return nodes;
			}
			if (this.type === types$1.star) {
				nodes.push(this.parseImportNamespaceSpecifier());
				return nodes;
			}
			this.expect(types$1.braceL);
			while (!this.eat(types$1.braceR)) {
				if (!first) {
					this.expect(types$1.comma);
					if (this.afterTrailingComma(types$1.braceR)) break;
				} else first = false;
				nodes.push(this.parseImportSpecifier());
			}
			return nodes;
		};
		pp$8.parseWithClause = function() {
			var nodes = [];
			if (!this.eat(types$1._with)) return nodes;
			this.expect(types$1.braceL);
			var attributeKeys = {};
			var first = true;
			while (!this.eat(types$1.braceR)) {
				if (!first) {
					this.expect(types$1.comma);
					if (this.afterTrailingComma(types$1.braceR)) break;
				} else first = false;
				var attr = this.parseImportAttribute();
				var keyName = attr.key.type === "Identifier" ? attr.key.name : attr.key.value;
				if (hasOwn(attributeKeys, keyName)) this.raiseRecoverable(attr.key.start, "Duplicate attribute key '" + keyName + "'");
				attributeKeys[keyName] = true;
				nodes.push(attr);
			}
			return nodes;
		};
		pp$8.parseImportAttribute = function() {
			var node = this.startNode();
			node.key = this.type === types$1.string ? this.parseExprAtom() : this.parseIdent(this.options.allowReserved !== "never");
			this.expect(types$1.colon);
			if (this.type !== types$1.string) this.unexpected();
			node.value = this.parseExprAtom();
			return this.finishNode(node, "ImportAttribute");
		};
		pp$8.parseModuleExportName = function() {
			if (this.options.ecmaVersion >= 13 && this.type === types$1.string) {
				var stringLiteral = this.parseLiteral(this.value);
				if (loneSurrogate.test(stringLiteral.value)) this.raise(stringLiteral.start, "An export name cannot include a lone surrogate.");
				return stringLiteral;
			}
			return this.parseIdent(true);
		};
		pp$8.adaptDirectivePrologue = function(statements) {
			for (var i = 0; i < statements.length && this.isDirectiveCandidate(statements[i]); ++i) statements[i].directive = statements[i].expression.raw.slice(1, -1);
		};
		pp$8.isDirectiveCandidate = function(statement) {
			return this.options.ecmaVersion >= 5 && statement.type === "ExpressionStatement" && statement.expression.type === "Literal" && typeof statement.expression.value === "string" && (this.input[statement.start] === "\"" || this.input[statement.start] === "'");
		};
		var pp$7 = Parser.prototype;
		pp$7.toAssignable = function(node, isBinding, refDestructuringErrors) {
			if (this.options.ecmaVersion >= 6 && node) switch (node.type) {
				case "Identifier":
					if (this.inAsync && node.name === "await") this.raise(node.start, "Cannot use 'await' as identifier inside an async function");
					break;
				case "ObjectPattern":
				case "ArrayPattern":
				case "AssignmentPattern":
				case "RestElement": break;
				case "ObjectExpression":
					node.type = "ObjectPattern";
					if (refDestructuringErrors) this.checkPatternErrors(refDestructuringErrors, true);
					for (var i = 0, list = node.properties; i < list.length; i += 1) {
						var prop = list[i];
						this.toAssignable(prop, isBinding);
						if (prop.type === "RestElement" && (prop.argument.type === "ArrayPattern" || prop.argument.type === "ObjectPattern")) this.raise(prop.argument.start, "Unexpected token");
					}
					break;
				case "Property":
					if (node.kind !== "init") this.raise(node.key.start, "Object pattern can't contain getter or setter");
					this.toAssignable(node.value, isBinding);
					break;
				case "ArrayExpression":
					node.type = "ArrayPattern";
					if (refDestructuringErrors) this.checkPatternErrors(refDestructuringErrors, true);
					this.toAssignableList(node.elements, isBinding);
					break;
				case "SpreadElement":
					node.type = "RestElement";
					this.toAssignable(node.argument, isBinding);
					if (node.argument.type === "AssignmentPattern") this.raise(node.argument.start, "Rest elements cannot have a default value");
					break;
				case "AssignmentExpression":
					if (node.operator !== "=") this.raise(node.left.end, "Only '=' operator can be used for specifying default value.");
					node.type = "AssignmentPattern";
					delete node.operator;
					this.toAssignable(node.left, isBinding);
					break;
				case "ParenthesizedExpression":
					this.toAssignable(node.expression, isBinding, refDestructuringErrors);
					break;
				case "ChainExpression":
					this.raiseRecoverable(node.start, "Optional chaining cannot appear in left-hand side");
					break;
				case "MemberExpression": if (!isBinding) break;
				default: this.raise(node.start, "Assigning to rvalue");
			}
			else if (refDestructuringErrors) this.checkPatternErrors(refDestructuringErrors, true);
			return node;
		};
		pp$7.toAssignableList = function(exprList, isBinding) {
			var end = exprList.length;
			for (var i = 0; i < end; i++) {
				var elt = exprList[i];
				if (elt) this.toAssignable(elt, isBinding);
			}
			if (end) {
				var last = exprList[end - 1];
				if (this.options.ecmaVersion === 6 && isBinding && last && last.type === "RestElement" && last.argument.type !== "Identifier") this.unexpected(last.argument.start);
			}
			return exprList;
		};
		pp$7.parseSpread = function(refDestructuringErrors) {
			var node = this.startNode();
			this.next();
			node.argument = this.parseMaybeAssign(false, refDestructuringErrors);
			return this.finishNode(node, "SpreadElement");
		};
		pp$7.parseRestBinding = function() {
			var node = this.startNode();
			this.next();
			if (this.options.ecmaVersion === 6 && this.type !== types$1.name) this.unexpected();
			node.argument = this.parseBindingAtom();
			return this.finishNode(node, "RestElement");
		};
		pp$7.parseBindingAtom = function() {
			if (this.options.ecmaVersion >= 6) switch (this.type) {
				case types$1.bracketL:
					var node = this.startNode();
					this.next();
					node.elements = this.parseBindingList(types$1.bracketR, true, true);
					return this.finishNode(node, "ArrayPattern");
				case types$1.braceL: return this.parseObj(true);
			}
			return this.parseIdent();
		};
		pp$7.parseBindingList = function(close, allowEmpty, allowTrailingComma, allowModifiers) {
			var elts = [], first = true;
			while (!this.eat(close)) {
				if (first) first = false;
				else this.expect(types$1.comma);
				if (allowEmpty && this.type === types$1.comma) elts.push(null);
				else if (allowTrailingComma && this.afterTrailingComma(close)) break;
				else if (this.type === types$1.ellipsis) {
					var rest = this.parseRestBinding();
					this.parseBindingListItem(rest);
					elts.push(rest);
					if (this.type === types$1.comma) this.raiseRecoverable(this.start, "Comma is not permitted after the rest element");
					this.expect(close);
					break;
				} else elts.push(this.parseAssignableListItem(allowModifiers));
			}
			return elts;
		};
		pp$7.parseAssignableListItem = function(allowModifiers) {
			var elem = this.parseMaybeDefault(this.start, this.startLoc);
			this.parseBindingListItem(elem);
			return elem;
		};
		pp$7.parseBindingListItem = function(param) {
			return param;
		};
		pp$7.parseMaybeDefault = function(startPos, startLoc, left) {
			left = left || this.parseBindingAtom();
			if (this.options.ecmaVersion < 6 || !this.eat(types$1.eq)) return left;
			var node = this.startNodeAt(startPos, startLoc);
			node.left = left;
			node.right = this.parseMaybeAssign();
			return this.finishNode(node, "AssignmentPattern");
		};
		pp$7.checkLValSimple = function(expr, bindingType, checkClashes) {
			if (bindingType === void 0) bindingType = BIND_NONE;
			var isBind = bindingType !== BIND_NONE;
			switch (expr.type) {
				case "Identifier":
					if (this.strict && this.reservedWordsStrictBind.test(expr.name)) this.raiseRecoverable(expr.start, (isBind ? "Binding " : "Assigning to ") + expr.name + " in strict mode");
					if (isBind) {
						if (bindingType === BIND_LEXICAL && expr.name === "let") this.raiseRecoverable(expr.start, "let is disallowed as a lexically bound name");
						if (checkClashes) {
							if (hasOwn(checkClashes, expr.name)) this.raiseRecoverable(expr.start, "Argument name clash");
							checkClashes[expr.name] = true;
						}
						if (bindingType !== BIND_OUTSIDE) this.declareName(expr.name, bindingType, expr.start);
					}
					break;
				case "ChainExpression":
					this.raiseRecoverable(expr.start, "Optional chaining cannot appear in left-hand side");
					break;
				case "MemberExpression":
					if (isBind) this.raiseRecoverable(expr.start, "Binding member expression");
					break;
				case "ParenthesizedExpression":
					if (isBind) this.raiseRecoverable(expr.start, "Binding parenthesized expression");
					return this.checkLValSimple(expr.expression, bindingType, checkClashes);
				default: this.raise(expr.start, (isBind ? "Binding" : "Assigning to") + " rvalue");
			}
		};
		pp$7.checkLValPattern = function(expr, bindingType, checkClashes) {
			if (bindingType === void 0) bindingType = BIND_NONE;
			switch (expr.type) {
				case "ObjectPattern":
					for (var i = 0, list = expr.properties; i < list.length; i += 1) {
						var prop = list[i];
						this.checkLValInnerPattern(prop, bindingType, checkClashes);
					}
					break;
				case "ArrayPattern":
					for (var i$1 = 0, list$1 = expr.elements; i$1 < list$1.length; i$1 += 1) {
						var elem = list$1[i$1];
						if (elem) this.checkLValInnerPattern(elem, bindingType, checkClashes);
					}
					break;
				default: this.checkLValSimple(expr, bindingType, checkClashes);
			}
		};
		pp$7.checkLValInnerPattern = function(expr, bindingType, checkClashes) {
			if (bindingType === void 0) bindingType = BIND_NONE;
			switch (expr.type) {
				case "Property":
					this.checkLValInnerPattern(expr.value, bindingType, checkClashes);
					break;
				case "AssignmentPattern":
					this.checkLValPattern(expr.left, bindingType, checkClashes);
					break;
				case "RestElement":
					this.checkLValPattern(expr.argument, bindingType, checkClashes);
					break;
				default: this.checkLValPattern(expr, bindingType, checkClashes);
			}
		};
		var TokContext = function TokContext(token, isExpr, preserveSpace, override, generator) {
			this.token = token;
			this.isExpr = !!isExpr;
			this.preserveSpace = !!preserveSpace;
			this.override = override;
			this.generator = !!generator;
		};
		var types = {
			b_stat: new TokContext("{", false),
			b_expr: new TokContext("{", true),
			b_tmpl: new TokContext("${", false),
			p_stat: new TokContext("(", false),
			p_expr: new TokContext("(", true),
			q_tmpl: new TokContext("`", true, true, function(p) {
				return p.tryReadTemplateToken();
			}),
			f_stat: new TokContext("function", false),
			f_expr: new TokContext("function", true),
			f_expr_gen: new TokContext("function", true, false, null, true),
			f_gen: new TokContext("function", false, false, null, true)
		};
		var pp$6 = Parser.prototype;
		pp$6.initialContext = function() {
			return [types.b_stat];
		};
		pp$6.curContext = function() {
			return this.context[this.context.length - 1];
		};
		pp$6.braceIsBlock = function(prevType) {
			var parent = this.curContext();
			if (parent === types.f_expr || parent === types.f_stat) return true;
			if (prevType === types$1.colon && (parent === types.b_stat || parent === types.b_expr)) return !parent.isExpr;
			if (prevType === types$1._return || prevType === types$1.name && this.exprAllowed) return lineBreak.test(this.input.slice(this.lastTokEnd, this.start));
			if (prevType === types$1._else || prevType === types$1.semi || prevType === types$1.eof || prevType === types$1.parenR || prevType === types$1.arrow) return true;
			if (prevType === types$1.braceL) return parent === types.b_stat;
			if (prevType === types$1._var || prevType === types$1._const || prevType === types$1.name) return false;
			return !this.exprAllowed;
		};
		pp$6.inGeneratorContext = function() {
			for (var i = this.context.length - 1; i >= 1; i--) {
				var context = this.context[i];
				if (context.token === "function") return context.generator;
			}
			return false;
		};
		pp$6.updateContext = function(prevType) {
			var update, type = this.type;
			if (type.keyword && prevType === types$1.dot) this.exprAllowed = false;
			else if (update = type.updateContext) update.call(this, prevType);
			else this.exprAllowed = type.beforeExpr;
		};
		pp$6.overrideContext = function(tokenCtx) {
			if (this.curContext() !== tokenCtx) this.context[this.context.length - 1] = tokenCtx;
		};
		types$1.parenR.updateContext = types$1.braceR.updateContext = function() {
			if (this.context.length === 1) {
				this.exprAllowed = true;
				return;
			}
			var out = this.context.pop();
			if (out === types.b_stat && this.curContext().token === "function") out = this.context.pop();
			this.exprAllowed = !out.isExpr;
		};
		types$1.braceL.updateContext = function(prevType) {
			this.context.push(this.braceIsBlock(prevType) ? types.b_stat : types.b_expr);
			this.exprAllowed = true;
		};
		types$1.dollarBraceL.updateContext = function() {
			this.context.push(types.b_tmpl);
			this.exprAllowed = true;
		};
		types$1.parenL.updateContext = function(prevType) {
			var statementParens = prevType === types$1._if || prevType === types$1._for || prevType === types$1._with || prevType === types$1._while;
			this.context.push(statementParens ? types.p_stat : types.p_expr);
			this.exprAllowed = true;
		};
		types$1.incDec.updateContext = function() {};
		types$1._function.updateContext = types$1._class.updateContext = function(prevType) {
			if (prevType.beforeExpr && prevType !== types$1._else && !(prevType === types$1.semi && this.curContext() !== types.p_stat) && !(prevType === types$1._return && lineBreak.test(this.input.slice(this.lastTokEnd, this.start))) && !((prevType === types$1.colon || prevType === types$1.braceL) && this.curContext() === types.b_stat)) this.context.push(types.f_expr);
			else this.context.push(types.f_stat);
			this.exprAllowed = false;
		};
		types$1.colon.updateContext = function() {
			if (this.curContext().token === "function") this.context.pop();
			this.exprAllowed = true;
		};
		types$1.backQuote.updateContext = function() {
			if (this.curContext() === types.q_tmpl) this.context.pop();
			else this.context.push(types.q_tmpl);
			this.exprAllowed = false;
		};
		types$1.star.updateContext = function(prevType) {
			if (prevType === types$1._function) {
				var index = this.context.length - 1;
				if (this.context[index] === types.f_expr) this.context[index] = types.f_expr_gen;
				else this.context[index] = types.f_gen;
			}
			this.exprAllowed = true;
		};
		types$1.name.updateContext = function(prevType) {
			var allowed = false;
			if (this.options.ecmaVersion >= 6 && prevType !== types$1.dot) {
				if (this.value === "of" && !this.exprAllowed || this.value === "yield" && this.inGeneratorContext()) allowed = true;
			}
			this.exprAllowed = allowed;
		};
		var pp$5 = Parser.prototype;
		pp$5.checkPropClash = function(prop, propHash, refDestructuringErrors) {
			if (this.options.ecmaVersion >= 9 && prop.type === "SpreadElement") return;
			if (this.options.ecmaVersion >= 6 && (prop.computed || prop.method || prop.shorthand)) return;
			var key = prop.key;
			var name;
			switch (key.type) {
				case "Identifier":
					name = key.name;
					break;
				case "Literal":
					name = String(key.value);
					break;
				default: return;
			}
			var kind = prop.kind;
			if (this.options.ecmaVersion >= 6) {
				if (name === "__proto__" && kind === "init") {
					if (propHash.proto) {
						if (refDestructuringErrors) {
							if (refDestructuringErrors.doubleProto < 0) refDestructuringErrors.doubleProto = key.start;
						} else this.raiseRecoverable(key.start, "Redefinition of __proto__ property");
					}
					propHash.proto = true;
				}
				return;
			}
			name = "$" + name;
			var other = propHash[name];
			if (other) {
				var redefinition;
				if (kind === "init") redefinition = this.strict && other.init || other.get || other.set;
				else redefinition = other.init || other[kind];
				if (redefinition) this.raiseRecoverable(key.start, "Redefinition of property");
			} else other = propHash[name] = {
				init: false,
				get: false,
				set: false
			};
			other[kind] = true;
		};
		pp$5.parseExpression = function(forInit, refDestructuringErrors) {
			var this$1$1 = this;
			return this.catchStackOverflow(function() {
				var startPos = this$1$1.start, startLoc = this$1$1.startLoc;
				var expr = this$1$1.parseMaybeAssign(forInit, refDestructuringErrors);
				if (this$1$1.type === types$1.comma) {
					var node = this$1$1.startNodeAt(startPos, startLoc);
					node.expressions = [expr];
					while (this$1$1.eat(types$1.comma)) node.expressions.push(this$1$1.parseMaybeAssign(forInit, refDestructuringErrors));
					return this$1$1.finishNode(node, "SequenceExpression");
				}
				return expr;
			});
		};
		pp$5.parseMaybeAssign = function(forInit, refDestructuringErrors, afterLeftParse) {
			if (this.isContextual("yield")) {
				if (this.inGenerator) return this.parseYield(forInit);
				else this.exprAllowed = false;
			}
			var ownDestructuringErrors = false, oldParenAssign = -1, oldTrailingComma = -1, oldDoubleProto = -1;
			if (refDestructuringErrors) {
				oldParenAssign = refDestructuringErrors.parenthesizedAssign;
				oldTrailingComma = refDestructuringErrors.trailingComma;
				oldDoubleProto = refDestructuringErrors.doubleProto;
				refDestructuringErrors.parenthesizedAssign = refDestructuringErrors.trailingComma = -1;
			} else {
				refDestructuringErrors = new DestructuringErrors();
				ownDestructuringErrors = true;
			}
			var startPos = this.start, startLoc = this.startLoc;
			if (this.type === types$1.parenL || this.type === types$1.name) {
				this.potentialArrowAt = this.start;
				this.potentialArrowInForAwait = forInit === "await";
			}
			var left = this.parseMaybeConditional(forInit, refDestructuringErrors);
			if (afterLeftParse) left = afterLeftParse.call(this, left, startPos, startLoc);
			if (this.type.isAssign) {
				var node = this.startNodeAt(startPos, startLoc);
				node.operator = this.value;
				if (this.type === types$1.eq) left = this.toAssignable(left, false, refDestructuringErrors);
				if (!ownDestructuringErrors) {
					refDestructuringErrors.parenthesizedAssign = refDestructuringErrors.trailingComma = -1;
					if (refDestructuringErrors.shorthandAssign >= left.start) refDestructuringErrors.shorthandAssign = -1;
					if (refDestructuringErrors.doubleProto >= left.start) refDestructuringErrors.doubleProto = -1;
				}
				if (this.type === types$1.eq) this.checkLValPattern(left);
				else this.checkLValSimple(left);
				node.left = left;
				this.next();
				node.right = this.parseMaybeAssign(forInit);
				if (oldDoubleProto > -1) refDestructuringErrors.doubleProto = oldDoubleProto;
				return this.finishNode(node, "AssignmentExpression");
			} else if (ownDestructuringErrors) this.checkExpressionErrors(refDestructuringErrors, true);
			if (oldParenAssign > -1) refDestructuringErrors.parenthesizedAssign = oldParenAssign;
			if (oldTrailingComma > -1) refDestructuringErrors.trailingComma = oldTrailingComma;
			return left;
		};
		pp$5.parseMaybeConditional = function(forInit, refDestructuringErrors) {
			var startPos = this.start, startLoc = this.startLoc;
			var expr = this.parseExprOps(forInit, refDestructuringErrors);
			if (this.checkExpressionErrors(refDestructuringErrors)) return expr;
			if (!(expr.type === "ArrowFunctionExpression" && expr.start === startPos) && this.eat(types$1.question)) {
				var node = this.startNodeAt(startPos, startLoc);
				node.test = expr;
				node.consequent = this.parseMaybeAssign();
				this.expect(types$1.colon);
				node.alternate = this.parseMaybeAssign(forInit);
				return this.finishNode(node, "ConditionalExpression");
			}
			return expr;
		};
		pp$5.parseExprOps = function(forInit, refDestructuringErrors) {
			var startPos = this.start, startLoc = this.startLoc;
			var expr = this.parseMaybeUnary(refDestructuringErrors, false, false, forInit);
			if (this.checkExpressionErrors(refDestructuringErrors)) return expr;
			return expr.start === startPos && expr.type === "ArrowFunctionExpression" ? expr : this.parseExprOp(expr, startPos, startLoc, -1, forInit);
		};
		pp$5.parseExprOp = function(left, leftStartPos, leftStartLoc, minPrec, forInit) {
			var prec = this.type.binop;
			if (prec != null && (!forInit || this.type !== types$1._in)) {
				if (prec > minPrec) {
					var logical = this.type === types$1.logicalOR || this.type === types$1.logicalAND;
					var coalesce = this.type === types$1.coalesce;
					if (coalesce) prec = types$1.logicalAND.binop;
					var op = this.value;
					this.next();
					var startPos = this.start, startLoc = this.startLoc;
					var right = this.parseExprOp(this.parseMaybeUnary(null, false, false, forInit), startPos, startLoc, prec, forInit);
					var node = this.buildBinary(leftStartPos, leftStartLoc, left, right, op, logical || coalesce);
					if (logical && this.type === types$1.coalesce || coalesce && (this.type === types$1.logicalOR || this.type === types$1.logicalAND)) this.raiseRecoverable(this.start, "Logical expressions and coalesce expressions cannot be mixed. Wrap either by parentheses");
					return this.parseExprOp(node, leftStartPos, leftStartLoc, minPrec, forInit);
				}
			}
			return left;
		};
		pp$5.buildBinary = function(startPos, startLoc, left, right, op, logical) {
			if (right.type === "PrivateIdentifier") this.raise(right.start, "Private identifier can only be left side of binary expression");
			var node = this.startNodeAt(startPos, startLoc);
			node.left = left;
			node.operator = op;
			node.right = right;
			return this.finishNode(node, logical ? "LogicalExpression" : "BinaryExpression");
		};
		pp$5.parseMaybeUnary = function(refDestructuringErrors, sawUnary, incDec, forInit) {
			var startPos = this.start, startLoc = this.startLoc, expr;
			if (this.isContextual("await") && this.canAwait) {
				expr = this.parseAwait(forInit);
				sawUnary = true;
			} else if (this.type.prefix) {
				var node = this.startNode(), update = this.type === types$1.incDec;
				node.operator = this.value;
				node.prefix = true;
				this.next();
				node.argument = this.parseMaybeUnary(null, true, update, forInit);
				this.checkExpressionErrors(refDestructuringErrors, true);
				if (update) this.checkLValSimple(node.argument);
				else if (this.strict && node.operator === "delete" && isLocalVariableAccess(node.argument)) this.raiseRecoverable(node.start, "Deleting local variable in strict mode");
				else if (node.operator === "delete" && isPrivateFieldAccess(node.argument)) this.raiseRecoverable(node.start, "Private fields can not be deleted");
				else sawUnary = true;
				expr = this.finishNode(node, update ? "UpdateExpression" : "UnaryExpression");
			} else if (!sawUnary && this.type === types$1.privateId) {
				if ((forInit || this.privateNameStack.length === 0) && this.options.checkPrivateFields) this.unexpected();
				expr = this.parsePrivateIdent();
				if (this.type !== types$1._in) this.unexpected();
			} else {
				expr = this.parseExprSubscripts(refDestructuringErrors, forInit);
				if (this.checkExpressionErrors(refDestructuringErrors)) return expr;
				while (this.type.postfix && !this.canInsertSemicolon()) {
					var node$1 = this.startNodeAt(startPos, startLoc);
					node$1.operator = this.value;
					node$1.prefix = false;
					node$1.argument = expr;
					this.checkLValSimple(expr);
					this.next();
					expr = this.finishNode(node$1, "UpdateExpression");
				}
			}
			if (!incDec && !(expr.type === "ArrowFunctionExpression" && expr.start === startPos) && this.eat(types$1.starstar)) {
				if (sawUnary) this.unexpected(this.lastTokStart);
				else return this.buildBinary(startPos, startLoc, expr, this.parseMaybeUnary(null, false, false, forInit), "**", false);
			} else return expr;
		};
		function isLocalVariableAccess(node) {
			return node.type === "Identifier" || node.type === "ParenthesizedExpression" && isLocalVariableAccess(node.expression);
		}
		function isPrivateFieldAccess(node) {
			return node.type === "MemberExpression" && node.property.type === "PrivateIdentifier" || node.type === "ChainExpression" && isPrivateFieldAccess(node.expression) || node.type === "ParenthesizedExpression" && isPrivateFieldAccess(node.expression);
		}
		pp$5.parseExprSubscripts = function(refDestructuringErrors, forInit) {
			var startPos = this.start, startLoc = this.startLoc;
			var oldDoubleProto = -1, oldShorthandAssign = -1;
			if (refDestructuringErrors) {
				oldDoubleProto = refDestructuringErrors.doubleProto;
				oldShorthandAssign = refDestructuringErrors.shorthandAssign;
				refDestructuringErrors.doubleProto = refDestructuringErrors.shorthandAssign = -1;
			}
			var expr = this.parseExprAtom(refDestructuringErrors, forInit);
			if (expr.type === "ArrowFunctionExpression" && this.input.slice(this.lastTokStart, this.lastTokEnd) !== ")") return expr;
			var result = this.parseSubscripts(expr, startPos, startLoc, false, forInit);
			if (refDestructuringErrors) {
				if (result.end > expr.end) {
					this.checkExpressionErrors(refDestructuringErrors, true);
					if (refDestructuringErrors.parenthesizedAssign >= result.start) refDestructuringErrors.parenthesizedAssign = -1;
					if (refDestructuringErrors.parenthesizedBind >= result.start) refDestructuringErrors.parenthesizedBind = -1;
					if (refDestructuringErrors.trailingComma >= result.start) refDestructuringErrors.trailingComma = -1;
				}
				if (oldDoubleProto > -1) refDestructuringErrors.doubleProto = oldDoubleProto;
				if (oldShorthandAssign > -1) refDestructuringErrors.shorthandAssign = oldShorthandAssign;
			}
			return result;
		};
		pp$5.parseSubscripts = function(base, startPos, startLoc, noCalls, forInit) {
			var maybeAsyncArrow = this.options.ecmaVersion >= 8 && base.type === "Identifier" && base.name === "async" && this.lastTokEnd === base.end && !this.canInsertSemicolon() && base.end - base.start === 5 && this.potentialArrowAt === base.start;
			var optionalChained = false;
			while (true) {
				var element = this.parseSubscript(base, startPos, startLoc, noCalls, maybeAsyncArrow, optionalChained, forInit);
				if (element.optional) optionalChained = true;
				if (element.end === base.end || element.type === "ArrowFunctionExpression") {
					if (optionalChained) {
						var chainNode = this.startNodeAt(startPos, startLoc);
						chainNode.expression = element;
						element = this.finishNode(chainNode, "ChainExpression");
					}
					return element;
				}
				base = element;
				maybeAsyncArrow = false;
			}
		};
		pp$5.shouldParseAsyncArrow = function() {
			return !this.canInsertSemicolon() && this.eat(types$1.arrow);
		};
		pp$5.parseSubscriptAsyncArrow = function(startPos, startLoc, exprList, forInit) {
			return this.parseArrowExpression(this.startNodeAt(startPos, startLoc), exprList, true, forInit);
		};
		pp$5.parseSubscript = function(base, startPos, startLoc, noCalls, maybeAsyncArrow, optionalChained, forInit) {
			var optionalSupported = this.options.ecmaVersion >= 11;
			var optional = optionalSupported && this.eat(types$1.questionDot);
			if (noCalls && optional) this.raise(this.lastTokStart, "Optional chaining cannot appear in the callee of new expressions");
			var computed = this.eat(types$1.bracketL);
			if (computed || optional && this.type !== types$1.parenL && this.type !== types$1.backQuote || this.eat(types$1.dot)) {
				var node = this.startNodeAt(startPos, startLoc);
				node.object = base;
				if (computed) {
					node.property = this.parseExpression();
					this.expect(types$1.bracketR);
				} else if (this.type === types$1.privateId && base.type !== "Super") node.property = this.parsePrivateIdent();
				else node.property = this.parseIdent(this.options.allowReserved !== "never");
				node.computed = !!computed;
				if (optionalSupported) node.optional = optional;
				base = this.finishNode(node, "MemberExpression");
			} else if (!noCalls && this.eat(types$1.parenL)) {
				var refDestructuringErrors = new DestructuringErrors(), oldYieldPos = this.yieldPos, oldAwaitPos = this.awaitPos, oldAwaitIdentPos = this.awaitIdentPos;
				this.yieldPos = 0;
				this.awaitPos = 0;
				this.awaitIdentPos = 0;
				var exprList = this.parseExprList(types$1.parenR, this.options.ecmaVersion >= 8, false, refDestructuringErrors);
				if (maybeAsyncArrow && !optional && this.shouldParseAsyncArrow()) {
					this.checkPatternErrors(refDestructuringErrors, false);
					this.checkYieldAwaitInDefaultParams();
					if (this.awaitIdentPos > 0) this.raise(this.awaitIdentPos, "Cannot use 'await' as identifier inside an async function");
					this.yieldPos = oldYieldPos;
					this.awaitPos = oldAwaitPos;
					this.awaitIdentPos = oldAwaitIdentPos;
					return this.parseSubscriptAsyncArrow(startPos, startLoc, exprList, forInit);
				}
				this.checkExpressionErrors(refDestructuringErrors, true);
				this.yieldPos = oldYieldPos || this.yieldPos;
				this.awaitPos = oldAwaitPos || this.awaitPos;
				this.awaitIdentPos = oldAwaitIdentPos || this.awaitIdentPos;
				var node$1 = this.startNodeAt(startPos, startLoc);
				node$1.callee = base;
				node$1.arguments = exprList;
				if (optionalSupported) node$1.optional = optional;
				base = this.finishNode(node$1, "CallExpression");
			} else if (this.type === types$1.backQuote) {
				if (optional || optionalChained) this.raise(this.start, "Optional chaining cannot appear in the tag of tagged template expressions");
				var node$2 = this.startNodeAt(startPos, startLoc);
				node$2.tag = base;
				node$2.quasi = this.parseTemplate({ isTagged: true });
				base = this.finishNode(node$2, "TaggedTemplateExpression");
			}
			return base;
		};
		pp$5.parseExprAtom = function(refDestructuringErrors, forInit, forNew) {
			if (this.type === types$1.slash) this.readRegexp();
			var node, canBeArrow = this.potentialArrowAt === this.start;
			switch (this.type) {
				case types$1._super:
					if (!this.allowSuper) this.raise(this.start, "'super' keyword outside a method");
					node = this.startNode();
					this.next();
					if (this.type === types$1.parenL && !this.allowDirectSuper) this.raise(node.start, "super() call outside constructor of a subclass");
					if (this.type !== types$1.dot && this.type !== types$1.bracketL && this.type !== types$1.parenL) this.unexpected();
					return this.finishNode(node, "Super");
				case types$1._this:
					node = this.startNode();
					this.next();
					return this.finishNode(node, "ThisExpression");
				case types$1.name:
					var startPos = this.start, startLoc = this.startLoc, containsEsc = this.containsEsc;
					var id = this.parseIdent(false);
					if (this.options.ecmaVersion >= 8 && !containsEsc && id.name === "async" && !this.canInsertSemicolon() && this.eat(types$1._function)) {
						this.overrideContext(types.f_expr);
						return this.parseFunction(this.startNodeAt(startPos, startLoc), 0, false, true, forInit);
					}
					if (canBeArrow && !this.canInsertSemicolon()) {
						if (this.eat(types$1.arrow)) return this.parseArrowExpression(this.startNodeAt(startPos, startLoc), [id], false, forInit);
						if (this.options.ecmaVersion >= 8 && id.name === "async" && this.type === types$1.name && !containsEsc && (!this.potentialArrowInForAwait || this.value !== "of" || this.containsEsc)) {
							id = this.parseIdent(false);
							if (this.canInsertSemicolon() || !this.eat(types$1.arrow)) this.unexpected();
							return this.parseArrowExpression(this.startNodeAt(startPos, startLoc), [id], true, forInit);
						}
					}
					return id;
				case types$1.regexp:
					var value = this.value;
					node = this.parseLiteral(value.value);
					node.regex = {
						pattern: value.pattern,
						flags: value.flags
					};
					return node;
				case types$1.num:
				case types$1.string: return this.parseLiteral(this.value);
				case types$1._null:
				case types$1._true:
				case types$1._false:
					node = this.startNode();
					node.value = this.type === types$1._null ? null : this.type === types$1._true;
					node.raw = this.type.keyword;
					this.next();
					return this.finishNode(node, "Literal");
				case types$1.parenL:
					var start = this.start, expr = this.parseParenAndDistinguishExpression(canBeArrow, forInit);
					if (refDestructuringErrors) {
						if (refDestructuringErrors.parenthesizedAssign < 0 && !this.isSimpleAssignTarget(expr)) refDestructuringErrors.parenthesizedAssign = start;
						if (refDestructuringErrors.parenthesizedBind < 0) refDestructuringErrors.parenthesizedBind = start;
					}
					return expr;
				case types$1.bracketL:
					node = this.startNode();
					this.next();
					node.elements = this.parseExprList(types$1.bracketR, true, true, refDestructuringErrors);
					return this.finishNode(node, "ArrayExpression");
				case types$1.braceL:
					this.overrideContext(types.b_expr);
					return this.parseObj(false, refDestructuringErrors);
				case types$1._function:
					node = this.startNode();
					this.next();
					return this.parseFunction(node, 0);
				case types$1._class: return this.parseClass(this.startNode(), false);
				case types$1._new: return this.parseNew();
				case types$1.backQuote: return this.parseTemplate();
				case types$1._import: if (this.options.ecmaVersion >= 11) return this.parseExprImport(forNew);
				else return this.unexpected();
				default: return this.parseExprAtomDefault();
			}
		};
		pp$5.parseExprAtomDefault = function() {
			this.unexpected();
		};
		pp$5.parseExprImport = function(forNew) {
			var node = this.startNode();
			if (this.containsEsc) this.raiseRecoverable(this.start, "Escape sequence in keyword import");
			this.next();
			if (this.type === types$1.parenL && !forNew) return this.parseDynamicImport(node);
			else if (this.type === types$1.dot) {
				var meta = this.startNodeAt(node.start, node.loc && node.loc.start);
				meta.name = "import";
				node.meta = this.finishNode(meta, "Identifier");
				return this.parseImportMeta(node);
			} else this.unexpected();
		};
		pp$5.parseDynamicImport = function(node) {
			this.next();
			node.source = this.parseMaybeAssign();
			if (this.options.ecmaVersion >= 16) {
				if (!this.eat(types$1.parenR)) {
					this.expect(types$1.comma);
					if (!this.afterTrailingComma(types$1.parenR)) {
						node.options = this.parseMaybeAssign();
						if (!this.eat(types$1.parenR)) {
							this.expect(types$1.comma);
							if (!this.afterTrailingComma(types$1.parenR)) this.unexpected();
						}
					} else node.options = null;
				} else node.options = null;
			} else if (!this.eat(types$1.parenR)) {
				var errorPos = this.start;
				if (this.eat(types$1.comma) && this.eat(types$1.parenR)) this.raiseRecoverable(errorPos, "Trailing comma is not allowed in import()");
				else this.unexpected(errorPos);
			}
			return this.finishNode(node, "ImportExpression");
		};
		pp$5.parseImportMeta = function(node) {
			this.next();
			var containsEsc = this.containsEsc;
			node.property = this.parseIdent(true);
			if (node.property.name !== "meta") this.raiseRecoverable(node.property.start, "The only valid meta property for import is 'import.meta'");
			if (containsEsc) this.raiseRecoverable(node.start, "'import.meta' must not contain escaped characters");
			if (this.options.sourceType !== "module" && !this.options.allowImportExportEverywhere) this.raiseRecoverable(node.start, "Cannot use 'import.meta' outside a module");
			return this.finishNode(node, "MetaProperty");
		};
		pp$5.parseLiteral = function(value) {
			var node = this.startNode();
			node.value = value;
			node.raw = this.input.slice(this.start, this.end);
			if (node.raw.charCodeAt(node.raw.length - 1) === 110) node.bigint = node.value != null ? node.value.toString() : node.raw.slice(0, -1).replace(/_/g, "");
			this.next();
			return this.finishNode(node, "Literal");
		};
		pp$5.parseParenExpression = function() {
			this.expect(types$1.parenL);
			var val = this.parseExpression();
			this.expect(types$1.parenR);
			return val;
		};
		pp$5.shouldParseArrow = function(exprList) {
			return !this.canInsertSemicolon();
		};
		pp$5.parseParenAndDistinguishExpression = function(canBeArrow, forInit) {
			var startPos = this.start, startLoc = this.startLoc, val, allowTrailingComma = this.options.ecmaVersion >= 8;
			if (this.options.ecmaVersion >= 6) {
				this.next();
				var innerStartPos = this.start, innerStartLoc = this.startLoc;
				var exprList = [], first = true, lastIsComma = false;
				var refDestructuringErrors = new DestructuringErrors(), oldYieldPos = this.yieldPos, oldAwaitPos = this.awaitPos, spreadStart;
				this.yieldPos = 0;
				this.awaitPos = 0;
				while (this.type !== types$1.parenR) {
					first ? first = false : this.expect(types$1.comma);
					if (allowTrailingComma && this.afterTrailingComma(types$1.parenR, true)) {
						lastIsComma = true;
						break;
					} else if (this.type === types$1.ellipsis) {
						spreadStart = this.start;
						exprList.push(this.parseParenItem(this.parseRestBinding()));
						if (this.type === types$1.comma) this.raiseRecoverable(this.start, "Comma is not permitted after the rest element");
						break;
					} else exprList.push(this.parseMaybeAssign(false, refDestructuringErrors, this.parseParenItem));
				}
				var innerEndPos = this.lastTokEnd, innerEndLoc = this.lastTokEndLoc;
				this.expect(types$1.parenR);
				if (canBeArrow && this.shouldParseArrow(exprList) && this.eat(types$1.arrow)) {
					this.checkPatternErrors(refDestructuringErrors, false);
					this.checkYieldAwaitInDefaultParams();
					this.yieldPos = oldYieldPos;
					this.awaitPos = oldAwaitPos;
					return this.parseParenArrowList(startPos, startLoc, exprList, forInit);
				}
				if (!exprList.length || lastIsComma) this.unexpected(this.lastTokStart);
				if (spreadStart) this.unexpected(spreadStart);
				this.checkExpressionErrors(refDestructuringErrors, true);
				this.yieldPos = oldYieldPos || this.yieldPos;
				this.awaitPos = oldAwaitPos || this.awaitPos;
				if (exprList.length > 1) {
					val = this.startNodeAt(innerStartPos, innerStartLoc);
					val.expressions = exprList;
					this.finishNodeAt(val, "SequenceExpression", innerEndPos, innerEndLoc);
				} else val = exprList[0];
			} else val = this.parseParenExpression();
			if (this.options.preserveParens) {
				var par = this.startNodeAt(startPos, startLoc);
				par.expression = val;
				return this.finishNode(par, "ParenthesizedExpression");
			} else return val;
		};
		pp$5.parseParenItem = function(item) {
			return item;
		};
		pp$5.parseParenArrowList = function(startPos, startLoc, exprList, forInit) {
			return this.parseArrowExpression(this.startNodeAt(startPos, startLoc), exprList, false, forInit);
		};
		var empty = [];
		pp$5.parseNew = function() {
			if (this.containsEsc) this.raiseRecoverable(this.start, "Escape sequence in keyword new");
			var node = this.startNode();
			this.next();
			if (this.options.ecmaVersion >= 6 && this.type === types$1.dot) {
				var meta = this.startNodeAt(node.start, node.loc && node.loc.start);
				meta.name = "new";
				node.meta = this.finishNode(meta, "Identifier");
				this.next();
				var containsEsc = this.containsEsc;
				node.property = this.parseIdent(true);
				if (node.property.name !== "target") this.raiseRecoverable(node.property.start, "The only valid meta property for new is 'new.target'");
				if (containsEsc) this.raiseRecoverable(node.start, "'new.target' must not contain escaped characters");
				if (!this.allowNewDotTarget) this.raiseRecoverable(node.start, "'new.target' can only be used in functions and class static block");
				return this.finishNode(node, "MetaProperty");
			}
			var startPos = this.start, startLoc = this.startLoc;
			node.callee = this.parseSubscripts(this.parseExprAtom(null, false, true), startPos, startLoc, true, false);
			if (node.callee.type === "Super") this.raiseRecoverable(startPos, "Invalid use of 'super'");
			if (this.eat(types$1.parenL)) node.arguments = this.parseExprList(types$1.parenR, this.options.ecmaVersion >= 8, false);
			else node.arguments = empty;
			return this.finishNode(node, "NewExpression");
		};
		pp$5.parseTemplateElement = function(ref) {
			var isTagged = ref.isTagged;
			var elem = this.startNode();
			if (this.type === types$1.invalidTemplate) {
				if (!isTagged) this.raiseRecoverable(this.start, "Bad escape sequence in untagged template literal");
				elem.value = {
					raw: this.value.replace(/\r\n?/g, "\n"),
					cooked: null
				};
			} else elem.value = {
				raw: this.input.slice(this.start, this.end).replace(/\r\n?/g, "\n"),
				cooked: this.value
			};
			this.next();
			elem.tail = this.type === types$1.backQuote;
			return this.finishNode(elem, "TemplateElement");
		};
		pp$5.parseTemplate = function(ref) {
			if (ref === void 0) ref = {};
			var isTagged = ref.isTagged;
			if (isTagged === void 0) isTagged = false;
			var node = this.startNode();
			this.next();
			node.expressions = [];
			var curElt = this.parseTemplateElement({ isTagged });
			node.quasis = [curElt];
			while (!curElt.tail) {
				if (this.type === types$1.eof) this.raise(this.pos, "Unterminated template literal");
				this.expect(types$1.dollarBraceL);
				node.expressions.push(this.parseExpression());
				this.expect(types$1.braceR);
				node.quasis.push(curElt = this.parseTemplateElement({ isTagged }));
			}
			this.next();
			return this.finishNode(node, "TemplateLiteral");
		};
		pp$5.isAsyncProp = function(prop) {
			return !prop.computed && prop.key.type === "Identifier" && prop.key.name === "async" && (this.type === types$1.name || this.type === types$1.num || this.type === types$1.string || this.type === types$1.bracketL || this.type.keyword || this.options.ecmaVersion >= 9 && this.type === types$1.star) && !lineBreak.test(this.input.slice(this.lastTokEnd, this.start));
		};
		pp$5.parseObj = function(isPattern, refDestructuringErrors) {
			var node = this.startNode(), first = true, propHash = {};
			node.properties = [];
			this.next();
			while (!this.eat(types$1.braceR)) {
				if (!first) {
					this.expect(types$1.comma);
					if (this.options.ecmaVersion >= 5 && this.afterTrailingComma(types$1.braceR)) break;
				} else first = false;
				var prop = this.parseProperty(isPattern, refDestructuringErrors);
				if (!isPattern) this.checkPropClash(prop, propHash, refDestructuringErrors);
				node.properties.push(prop);
			}
			return this.finishNode(node, isPattern ? "ObjectPattern" : "ObjectExpression");
		};
		pp$5.parseProperty = function(isPattern, refDestructuringErrors) {
			var prop = this.startNode(), isGenerator, isAsync, startPos, startLoc;
			if (this.options.ecmaVersion >= 9 && this.eat(types$1.ellipsis)) {
				if (isPattern) {
					prop.argument = this.parseIdent(false);
					if (this.type === types$1.comma) this.raiseRecoverable(this.start, "Comma is not permitted after the rest element");
					return this.finishNode(prop, "RestElement");
				}
				prop.argument = this.parseMaybeAssign(false, refDestructuringErrors);
				if (this.type === types$1.comma && refDestructuringErrors && refDestructuringErrors.trailingComma < 0) refDestructuringErrors.trailingComma = this.start;
				return this.finishNode(prop, "SpreadElement");
			}
			if (this.options.ecmaVersion >= 6) {
				prop.method = false;
				prop.shorthand = false;
				if (isPattern || refDestructuringErrors) {
					startPos = this.start;
					startLoc = this.startLoc;
				}
				if (!isPattern) isGenerator = this.eat(types$1.star);
			}
			var containsEsc = this.containsEsc;
			this.parsePropertyName(prop);
			if (!isPattern && !containsEsc && this.options.ecmaVersion >= 8 && !isGenerator && this.isAsyncProp(prop)) {
				isAsync = true;
				isGenerator = this.options.ecmaVersion >= 9 && this.eat(types$1.star);
				this.parsePropertyName(prop);
			} else isAsync = false;
			this.parsePropertyValue(prop, isPattern, isGenerator, isAsync, startPos, startLoc, refDestructuringErrors, containsEsc);
			return this.finishNode(prop, "Property");
		};
		pp$5.parseGetterSetter = function(prop) {
			var kind = prop.key.name;
			this.parsePropertyName(prop);
			prop.value = this.parseMethod(false);
			prop.kind = kind;
			var paramCount = prop.kind === "get" ? 0 : 1;
			if (prop.value.params.length !== paramCount) {
				var start = prop.value.start;
				if (prop.kind === "get") this.raiseRecoverable(start, "getter should have no params");
				else this.raiseRecoverable(start, "setter should have exactly one param");
			} else if (prop.kind === "set" && prop.value.params[0].type === "RestElement") this.raiseRecoverable(prop.value.params[0].start, "Setter cannot use rest params");
		};
		pp$5.parsePropertyValue = function(prop, isPattern, isGenerator, isAsync, startPos, startLoc, refDestructuringErrors, containsEsc) {
			if ((isGenerator || isAsync) && this.type === types$1.colon) this.unexpected();
			if (this.eat(types$1.colon)) {
				prop.value = isPattern ? this.parseMaybeDefault(this.start, this.startLoc) : this.parseMaybeAssign(false, refDestructuringErrors);
				prop.kind = "init";
			} else if (this.options.ecmaVersion >= 6 && this.type === types$1.parenL) {
				if (isPattern) this.unexpected();
				prop.method = true;
				prop.value = this.parseMethod(isGenerator, isAsync);
				prop.kind = "init";
			} else if (!isPattern && !containsEsc && this.options.ecmaVersion >= 5 && !prop.computed && prop.key.type === "Identifier" && (prop.key.name === "get" || prop.key.name === "set") && this.type !== types$1.comma && this.type !== types$1.braceR && this.type !== types$1.eq) {
				if (isGenerator || isAsync) this.unexpected();
				this.parseGetterSetter(prop);
			} else if (this.options.ecmaVersion >= 6 && !prop.computed && prop.key.type === "Identifier") {
				if (isGenerator || isAsync) this.unexpected();
				this.checkUnreserved(prop.key);
				if (prop.key.name === "await" && !this.awaitIdentPos) this.awaitIdentPos = startPos;
				if (isPattern) prop.value = this.parseMaybeDefault(startPos, startLoc, this.copyNode(prop.key));
				else if (this.type === types$1.eq && refDestructuringErrors) {
					if (refDestructuringErrors.shorthandAssign < 0) refDestructuringErrors.shorthandAssign = this.start;
					prop.value = this.parseMaybeDefault(startPos, startLoc, this.copyNode(prop.key));
				} else prop.value = this.copyNode(prop.key);
				prop.kind = "init";
				prop.shorthand = true;
			} else this.unexpected();
		};
		pp$5.parsePropertyName = function(prop) {
			if (this.options.ecmaVersion >= 6) {
				if (this.eat(types$1.bracketL)) {
					prop.computed = true;
					prop.key = this.parseMaybeAssign();
					this.expect(types$1.bracketR);
					return prop.key;
				} else prop.computed = false;
			}
			return prop.key = this.type === types$1.num || this.type === types$1.string ? this.parseExprAtom() : this.parseIdent(this.options.allowReserved !== "never");
		};
		pp$5.initFunction = function(node) {
			node.id = null;
			if (this.options.ecmaVersion >= 6) node.generator = node.expression = false;
			if (this.options.ecmaVersion >= 8) node.async = false;
		};
		pp$5.parseMethod = function(isGenerator, isAsync, allowDirectSuper) {
			var node = this.startNode(), oldYieldPos = this.yieldPos, oldAwaitPos = this.awaitPos, oldAwaitIdentPos = this.awaitIdentPos;
			this.initFunction(node);
			if (this.options.ecmaVersion >= 6) node.generator = isGenerator;
			if (this.options.ecmaVersion >= 8) node.async = !!isAsync;
			this.yieldPos = 0;
			this.awaitPos = 0;
			this.awaitIdentPos = 0;
			this.enterScope(functionFlags(isAsync, node.generator) | SCOPE_SUPER | (allowDirectSuper ? SCOPE_DIRECT_SUPER : 0));
			this.expect(types$1.parenL);
			node.params = this.parseBindingList(types$1.parenR, false, this.options.ecmaVersion >= 8);
			this.checkYieldAwaitInDefaultParams();
			this.parseFunctionBody(node, false, true, false);
			this.yieldPos = oldYieldPos;
			this.awaitPos = oldAwaitPos;
			this.awaitIdentPos = oldAwaitIdentPos;
			return this.finishNode(node, "FunctionExpression");
		};
		pp$5.parseArrowExpression = function(node, params, isAsync, forInit) {
			var oldYieldPos = this.yieldPos, oldAwaitPos = this.awaitPos, oldAwaitIdentPos = this.awaitIdentPos;
			this.enterScope(functionFlags(isAsync, false) | SCOPE_ARROW);
			this.initFunction(node);
			if (this.options.ecmaVersion >= 8) node.async = !!isAsync;
			this.yieldPos = 0;
			this.awaitPos = 0;
			this.awaitIdentPos = 0;
			node.params = this.toAssignableList(params, true);
			this.parseFunctionBody(node, true, false, forInit);
			this.yieldPos = oldYieldPos;
			this.awaitPos = oldAwaitPos;
			this.awaitIdentPos = oldAwaitIdentPos;
			return this.finishNode(node, "ArrowFunctionExpression");
		};
		pp$5.parseFunctionBody = function(node, isArrowFunction, isMethod, forInit) {
			var isExpression = isArrowFunction && this.type !== types$1.braceL;
			var oldStrict = this.strict, useStrict = false;
			if (isExpression) {
				node.body = this.parseMaybeAssign(forInit);
				node.expression = true;
				this.checkParams(node, false);
			} else {
				var nonSimple = this.options.ecmaVersion >= 7 && !this.isSimpleParamList(node.params);
				if (!oldStrict || nonSimple) {
					useStrict = this.strictDirective(this.end);
					if (useStrict && nonSimple) this.raiseRecoverable(node.start, "Illegal 'use strict' directive in function with non-simple parameter list");
				}
				var oldLabels = this.labels;
				this.labels = [];
				if (useStrict) this.strict = true;
				this.checkParams(node, !oldStrict && !useStrict && !isArrowFunction && !isMethod && this.isSimpleParamList(node.params));
				if (this.strict && node.id) this.checkLValSimple(node.id, BIND_OUTSIDE);
				node.body = this.parseBlock(false, void 0, useStrict && !oldStrict);
				node.expression = false;
				this.adaptDirectivePrologue(node.body.body);
				this.labels = oldLabels;
			}
			this.exitScope();
		};
		pp$5.isSimpleParamList = function(params) {
			for (var i = 0, list = params; i < list.length; i += 1) if (list[i].type !== "Identifier") return false;
			return true;
		};
		pp$5.checkParams = function(node, allowDuplicates) {
			var nameHash = Object.create(null);
			for (var i = 0, list = node.params; i < list.length; i += 1) {
				var param = list[i];
				this.checkLValInnerPattern(param, BIND_VAR, allowDuplicates ? null : nameHash);
			}
		};
		pp$5.parseExprList = function(close, allowTrailingComma, allowEmpty, refDestructuringErrors) {
			var elts = [], first = true;
			while (!this.eat(close)) {
				if (!first) {
					this.expect(types$1.comma);
					if (allowTrailingComma && this.afterTrailingComma(close)) break;
				} else first = false;
				var elt = void 0;
				if (allowEmpty && this.type === types$1.comma) elt = null;
				else if (this.type === types$1.ellipsis) {
					elt = this.parseSpread(refDestructuringErrors);
					if (refDestructuringErrors && this.type === types$1.comma && refDestructuringErrors.trailingComma < 0) refDestructuringErrors.trailingComma = this.start;
				} else elt = this.parseMaybeAssign(false, refDestructuringErrors);
				elts.push(elt);
			}
			return elts;
		};
		pp$5.checkUnreserved = function(ref) {
			var start = ref.start;
			var end = ref.end;
			var name = ref.name;
			if (this.inGenerator && name === "yield") this.raiseRecoverable(start, "Cannot use 'yield' as identifier inside a generator");
			if (this.inAsync && name === "await") this.raiseRecoverable(start, "Cannot use 'await' as identifier inside an async function");
			if (!(this.currentThisScope().flags & SCOPE_VAR) && name === "arguments") this.raiseRecoverable(start, "Cannot use 'arguments' in class field initializer");
			if (this.inClassStaticBlock && (name === "arguments" || name === "await")) this.raise(start, "Cannot use " + name + " in class static initialization block");
			if (this.keywords.test(name)) this.raise(start, "Unexpected keyword '" + name + "'");
			if (this.options.ecmaVersion < 6 && this.input.slice(start, end).indexOf("\\") !== -1) return;
			if ((this.strict ? this.reservedWordsStrict : this.reservedWords).test(name)) {
				if (!this.inAsync && name === "await") this.raiseRecoverable(start, "Cannot use keyword 'await' outside an async function");
				this.raiseRecoverable(start, "The keyword '" + name + "' is reserved");
			}
		};
		pp$5.parseIdent = function(liberal) {
			var node = this.parseIdentNode();
			this.next(!!liberal);
			this.finishNode(node, "Identifier");
			if (!liberal) {
				this.checkUnreserved(node);
				if (node.name === "await" && !this.awaitIdentPos) this.awaitIdentPos = node.start;
			}
			return node;
		};
		pp$5.parseIdentNode = function() {
			var node = this.startNode();
			if (this.type === types$1.name) node.name = this.value;
			else if (this.type.keyword) {
				node.name = this.type.keyword;
				if ((node.name === "class" || node.name === "function") && (this.lastTokEnd !== this.lastTokStart + 1 || this.input.charCodeAt(this.lastTokStart) !== 46)) this.context.pop();
				this.type = types$1.name;
			} else this.unexpected();
			return node;
		};
		pp$5.parsePrivateIdent = function() {
			var node = this.startNode();
			if (this.type === types$1.privateId) node.name = this.value;
			else this.unexpected();
			this.next();
			this.finishNode(node, "PrivateIdentifier");
			if (this.options.checkPrivateFields) {
				if (this.privateNameStack.length === 0) this.raise(node.start, "Private field '#" + node.name + "' must be declared in an enclosing class");
				else this.privateNameStack[this.privateNameStack.length - 1].used.push(node);
			}
			return node;
		};
		pp$5.parseYield = function(forInit) {
			if (!this.yieldPos) this.yieldPos = this.start;
			var node = this.startNode();
			this.next();
			if (this.type === types$1.semi || this.canInsertSemicolon() || this.type !== types$1.star && !this.type.startsExpr) {
				node.delegate = false;
				node.argument = null;
			} else {
				node.delegate = this.eat(types$1.star);
				node.argument = this.parseMaybeAssign(forInit);
			}
			return this.finishNode(node, "YieldExpression");
		};
		pp$5.parseAwait = function(forInit) {
			if (!this.awaitPos) this.awaitPos = this.start;
			var node = this.startNode();
			this.next();
			node.argument = this.parseMaybeUnary(null, true, false, forInit);
			return this.finishNode(node, "AwaitExpression");
		};
		var pp$4 = Parser.prototype;
		pp$4.raise = function(pos, message) {
			var loc = getLineInfo(this.input, pos);
			message += " (" + loc.line + ":" + loc.column + ")";
			if (this.sourceFile) message += " in " + this.sourceFile;
			var err = new SyntaxError(message);
			err.pos = pos;
			err.loc = loc;
			err.raisedAt = this.pos;
			throw err;
		};
		pp$4.raiseRecoverable = pp$4.raise;
		pp$4.curPosition = function() {
			if (this.options.locations) return new Position(this.curLine, this.pos - this.lineStart);
		};
		var pp$3 = Parser.prototype;
		var Scope = function Scope(flags) {
			this.flags = flags;
			this.var = [];
			this.lexical = [];
			this.functions = [];
		};
		pp$3.enterScope = function(flags) {
			this.scopeStack.push(new Scope(flags));
		};
		pp$3.exitScope = function() {
			this.scopeStack.pop();
		};
		pp$3.treatFunctionsAsVarInScope = function(scope) {
			return scope.flags & SCOPE_FUNCTION || !this.inModule && scope.flags & SCOPE_TOP;
		};
		pp$3.declareName = function(name, bindingType, pos) {
			var redeclared = false;
			if (bindingType === BIND_LEXICAL) {
				var scope = this.currentScope();
				redeclared = scope.lexical.indexOf(name) > -1 || scope.functions.indexOf(name) > -1 || scope.var.indexOf(name) > -1;
				scope.lexical.push(name);
				if (this.inModule && scope.flags & SCOPE_TOP) delete this.undefinedExports[name];
			} else if (bindingType === BIND_SIMPLE_CATCH) this.currentScope().lexical.push(name);
			else if (bindingType === BIND_FUNCTION) {
				var scope$2 = this.currentScope();
				if (this.treatFunctionsAsVar) redeclared = scope$2.lexical.indexOf(name) > -1;
				else redeclared = scope$2.lexical.indexOf(name) > -1 || scope$2.var.indexOf(name) > -1;
				scope$2.functions.push(name);
			} else for (var i = this.scopeStack.length - 1; i >= 0; --i) {
				var scope$3 = this.scopeStack[i];
				if (scope$3.lexical.indexOf(name) > -1 && !(scope$3.flags & SCOPE_SIMPLE_CATCH && scope$3.lexical[0] === name) || !this.treatFunctionsAsVarInScope(scope$3) && scope$3.functions.indexOf(name) > -1) {
					redeclared = true;
					break;
				}
				scope$3.var.push(name);
				if (this.inModule && scope$3.flags & SCOPE_TOP) delete this.undefinedExports[name];
				if (scope$3.flags & SCOPE_VAR) break;
			}
			if (redeclared) this.raiseRecoverable(pos, "Identifier '" + name + "' has already been declared");
		};
		pp$3.checkLocalExport = function(id) {
			if (this.scopeStack[0].lexical.indexOf(id.name) === -1 && this.scopeStack[0].var.indexOf(id.name) === -1) this.undefinedExports[id.name] = id;
		};
		pp$3.currentScope = function() {
			return this.scopeStack[this.scopeStack.length - 1];
		};
		pp$3.currentVarScope = function() {
			for (var i = this.scopeStack.length - 1;; i--) {
				var scope = this.scopeStack[i];
				if (scope.flags & (SCOPE_VAR | SCOPE_CLASS_FIELD_INIT | SCOPE_CLASS_STATIC_BLOCK)) return scope;
			}
		};
		pp$3.currentThisScope = function() {
			for (var i = this.scopeStack.length - 1;; i--) {
				var scope = this.scopeStack[i];
				if (scope.flags & (SCOPE_VAR | SCOPE_CLASS_FIELD_INIT | SCOPE_CLASS_STATIC_BLOCK) && !(scope.flags & SCOPE_ARROW)) return scope;
			}
		};
		var Node = function Node(parser, pos, loc) {
			this.type = "";
			this.start = pos;
			this.end = 0;
			if (parser.options.locations) this.loc = new SourceLocation(parser, loc);
			if (parser.options.directSourceFile) this.sourceFile = parser.options.directSourceFile;
			if (parser.options.ranges) this.range = [pos, 0];
		};
		var pp$2 = Parser.prototype;
		pp$2.startNode = function() {
			return new Node(this, this.start, this.startLoc);
		};
		pp$2.startNodeAt = function(pos, loc) {
			return new Node(this, pos, loc);
		};
		function finishNodeAt(node, type, pos, loc) {
			node.type = type;
			node.end = pos;
			if (this.options.locations) node.loc.end = loc;
			if (this.options.ranges) node.range[1] = pos;
			return node;
		}
		pp$2.finishNode = function(node, type) {
			return finishNodeAt.call(this, node, type, this.lastTokEnd, this.lastTokEndLoc);
		};
		pp$2.finishNodeAt = function(node, type, pos, loc) {
			return finishNodeAt.call(this, node, type, pos, loc);
		};
		pp$2.copyNode = function(node) {
			var newNode = new Node(this, node.start, this.startLoc);
			for (var prop in node) newNode[prop] = node[prop];
			return newNode;
		};
		var scriptValuesAddedInUnicode = "Berf Beria_Erfe Gara Garay Gukh Gurung_Khema Hrkt Katakana_Or_Hiragana Kawi Kirat_Rai Krai Nag_Mundari Nagm Ol_Onal Onao Sidetic Sidt Sunu Sunuwar Tai_Yo Tayo Todhri Todr Tolong_Siki Tols Tulu_Tigalari Tutg Unknown Zzzz";
		var ecma9BinaryProperties = "ASCII ASCII_Hex_Digit AHex Alphabetic Alpha Any Assigned Bidi_Control Bidi_C Bidi_Mirrored Bidi_M Case_Ignorable CI Cased Changes_When_Casefolded CWCF Changes_When_Casemapped CWCM Changes_When_Lowercased CWL Changes_When_NFKC_Casefolded CWKCF Changes_When_Titlecased CWT Changes_When_Uppercased CWU Dash Default_Ignorable_Code_Point DI Deprecated Dep Diacritic Dia Emoji Emoji_Component Emoji_Modifier Emoji_Modifier_Base Emoji_Presentation Extender Ext Grapheme_Base Gr_Base Grapheme_Extend Gr_Ext Hex_Digit Hex IDS_Binary_Operator IDSB IDS_Trinary_Operator IDST ID_Continue IDC ID_Start IDS Ideographic Ideo Join_Control Join_C Logical_Order_Exception LOE Lowercase Lower Math Noncharacter_Code_Point NChar Pattern_Syntax Pat_Syn Pattern_White_Space Pat_WS Quotation_Mark QMark Radical Regional_Indicator RI Sentence_Terminal STerm Soft_Dotted SD Terminal_Punctuation Term Unified_Ideograph UIdeo Uppercase Upper Variation_Selector VS White_Space space XID_Continue XIDC XID_Start XIDS";
		var ecma10BinaryProperties = ecma9BinaryProperties + " Extended_Pictographic";
		var ecma11BinaryProperties = ecma10BinaryProperties;
		var ecma12BinaryProperties = ecma11BinaryProperties + " EBase EComp EMod EPres ExtPict";
		var ecma13BinaryProperties = ecma12BinaryProperties;
		var unicodeBinaryProperties = {
			9: ecma9BinaryProperties,
			10: ecma10BinaryProperties,
			11: ecma11BinaryProperties,
			12: ecma12BinaryProperties,
			13: ecma13BinaryProperties,
			14: ecma13BinaryProperties
		};
		var unicodeBinaryPropertiesOfStrings = {
			9: "",
			10: "",
			11: "",
			12: "",
			13: "",
			14: "Basic_Emoji Emoji_Keycap_Sequence RGI_Emoji_Modifier_Sequence RGI_Emoji_Flag_Sequence RGI_Emoji_Tag_Sequence RGI_Emoji_ZWJ_Sequence RGI_Emoji"
		};
		var unicodeGeneralCategoryValues = "Cased_Letter LC Close_Punctuation Pe Connector_Punctuation Pc Control Cc cntrl Currency_Symbol Sc Dash_Punctuation Pd Decimal_Number Nd digit Enclosing_Mark Me Final_Punctuation Pf Format Cf Initial_Punctuation Pi Letter L Letter_Number Nl Line_Separator Zl Lowercase_Letter Ll Mark M Combining_Mark Math_Symbol Sm Modifier_Letter Lm Modifier_Symbol Sk Nonspacing_Mark Mn Number N Open_Punctuation Ps Other C Other_Letter Lo Other_Number No Other_Punctuation Po Other_Symbol So Paragraph_Separator Zp Private_Use Co Punctuation P punct Separator Z Space_Separator Zs Spacing_Mark Mc Surrogate Cs Symbol S Titlecase_Letter Lt Unassigned Cn Uppercase_Letter Lu";
		var ecma9ScriptValues = "Adlam Adlm Ahom Anatolian_Hieroglyphs Hluw Arabic Arab Armenian Armn Avestan Avst Balinese Bali Bamum Bamu Bassa_Vah Bass Batak Batk Bengali Beng Bhaiksuki Bhks Bopomofo Bopo Brahmi Brah Braille Brai Buginese Bugi Buhid Buhd Canadian_Aboriginal Cans Carian Cari Caucasian_Albanian Aghb Chakma Cakm Cham Cham Cherokee Cher Common Zyyy Coptic Copt Qaac Cuneiform Xsux Cypriot Cprt Cyrillic Cyrl Deseret Dsrt Devanagari Deva Duployan Dupl Egyptian_Hieroglyphs Egyp Elbasan Elba Ethiopic Ethi Georgian Geor Glagolitic Glag Gothic Goth Grantha Gran Greek Grek Gujarati Gujr Gurmukhi Guru Han Hani Hangul Hang Hanunoo Hano Hatran Hatr Hebrew Hebr Hiragana Hira Imperial_Aramaic Armi Inherited Zinh Qaai Inscriptional_Pahlavi Phli Inscriptional_Parthian Prti Javanese Java Kaithi Kthi Kannada Knda Katakana Kana Kayah_Li Kali Kharoshthi Khar Khmer Khmr Khojki Khoj Khudawadi Sind Lao Laoo Latin Latn Lepcha Lepc Limbu Limb Linear_A Lina Linear_B Linb Lisu Lisu Lycian Lyci Lydian Lydi Mahajani Mahj Malayalam Mlym Mandaic Mand Manichaean Mani Marchen Marc Masaram_Gondi Gonm Meetei_Mayek Mtei Mende_Kikakui Mend Meroitic_Cursive Merc Meroitic_Hieroglyphs Mero Miao Plrd Modi Mongolian Mong Mro Mroo Multani Mult Myanmar Mymr Nabataean Nbat New_Tai_Lue Talu Newa Newa Nko Nkoo Nushu Nshu Ogham Ogam Ol_Chiki Olck Old_Hungarian Hung Old_Italic Ital Old_North_Arabian Narb Old_Permic Perm Old_Persian Xpeo Old_South_Arabian Sarb Old_Turkic Orkh Oriya Orya Osage Osge Osmanya Osma Pahawh_Hmong Hmng Palmyrene Palm Pau_Cin_Hau Pauc Phags_Pa Phag Phoenician Phnx Psalter_Pahlavi Phlp Rejang Rjng Runic Runr Samaritan Samr Saurashtra Saur Sharada Shrd Shavian Shaw Siddham Sidd SignWriting Sgnw Sinhala Sinh Sora_Sompeng Sora Soyombo Soyo Sundanese Sund Syloti_Nagri Sylo Syriac Syrc Tagalog Tglg Tagbanwa Tagb Tai_Le Tale Tai_Tham Lana Tai_Viet Tavt Takri Takr Tamil Taml Tangut Tang Telugu Telu Thaana Thaa Thai Thai Tibetan Tibt Tifinagh Tfng Tirhuta Tirh Ugaritic Ugar Vai Vaii Warang_Citi Wara Yi Yiii Zanabazar_Square Zanb";
		var ecma10ScriptValues = ecma9ScriptValues + " Dogra Dogr Gunjala_Gondi Gong Hanifi_Rohingya Rohg Makasar Maka Medefaidrin Medf Old_Sogdian Sogo Sogdian Sogd";
		var ecma11ScriptValues = ecma10ScriptValues + " Elymaic Elym Nandinagari Nand Nyiakeng_Puachue_Hmong Hmnp Wancho Wcho";
		var ecma12ScriptValues = ecma11ScriptValues + " Chorasmian Chrs Diak Dives_Akuru Khitan_Small_Script Kits Yezi Yezidi";
		var ecma13ScriptValues = ecma12ScriptValues + " Cypro_Minoan Cpmn Old_Uyghur Ougr Tangsa Tnsa Toto Vithkuqi Vith";
		var unicodeScriptValues = {
			9: ecma9ScriptValues,
			10: ecma10ScriptValues,
			11: ecma11ScriptValues,
			12: ecma12ScriptValues,
			13: ecma13ScriptValues,
			14: ecma13ScriptValues + " " + scriptValuesAddedInUnicode
		};
		var data = {};
		function buildUnicodeData(ecmaVersion) {
			var d = data[ecmaVersion] = {
				binary: wordsRegexp(unicodeBinaryProperties[ecmaVersion] + " " + unicodeGeneralCategoryValues),
				binaryOfStrings: wordsRegexp(unicodeBinaryPropertiesOfStrings[ecmaVersion]),
				nonBinary: {
					General_Category: wordsRegexp(unicodeGeneralCategoryValues),
					Script: wordsRegexp(unicodeScriptValues[ecmaVersion])
				}
			};
			d.nonBinary.Script_Extensions = d.nonBinary.Script;
			d.nonBinary.gc = d.nonBinary.General_Category;
			d.nonBinary.sc = d.nonBinary.Script;
			d.nonBinary.scx = d.nonBinary.Script_Extensions;
		}
		for (var i = 0, list = [
			9,
			10,
			11,
			12,
			13,
			14
		]; i < list.length; i += 1) {
			var ecmaVersion = list[i];
			buildUnicodeData(ecmaVersion);
		}
		var pp$1 = Parser.prototype;
		var BranchID = function BranchID(parent, base) {
			this.parent = parent;
			this.base = base || this;
		};
		BranchID.prototype.separatedFrom = function separatedFrom(alt) {
			for (var self = this; self; self = self.parent) for (var other = alt; other; other = other.parent) if (self.base === other.base && self !== other) return true;
			return false;
		};
		BranchID.prototype.sibling = function sibling() {
			return new BranchID(this.parent, this.base);
		};
		var RegExpValidationState = function RegExpValidationState(parser) {
			this.parser = parser;
			this.validFlags = "gim" + (parser.options.ecmaVersion >= 6 ? "uy" : "") + (parser.options.ecmaVersion >= 9 ? "s" : "") + (parser.options.ecmaVersion >= 13 ? "d" : "") + (parser.options.ecmaVersion >= 15 ? "v" : "");
			this.unicodeProperties = data[parser.options.ecmaVersion >= 14 ? 14 : parser.options.ecmaVersion];
			this.source = "";
			this.flags = "";
			this.start = 0;
			this.switchU = false;
			this.switchV = false;
			this.switchN = false;
			this.pos = 0;
			this.lastIntValue = 0;
			this.lastStringValue = "";
			this.lastAssertionIsQuantifiable = false;
			this.numCapturingParens = 0;
			this.maxBackReference = 0;
			this.groupNames = Object.create(null);
			this.backReferenceNames = [];
			this.branchID = null;
		};
		RegExpValidationState.prototype.reset = function reset(start, pattern, flags) {
			var unicodeSets = flags.indexOf("v") !== -1;
			var unicode = flags.indexOf("u") !== -1;
			this.start = start | 0;
			this.source = pattern + "";
			this.flags = flags;
			if (unicodeSets && this.parser.options.ecmaVersion >= 15) {
				this.switchU = true;
				this.switchV = true;
				this.switchN = true;
			} else {
				this.switchU = unicode && this.parser.options.ecmaVersion >= 6;
				this.switchV = false;
				this.switchN = unicode && this.parser.options.ecmaVersion >= 9;
			}
		};
		RegExpValidationState.prototype.raise = function raise(message) {
			this.parser.raiseRecoverable(this.start, "Invalid regular expression: /" + this.source + "/: " + message);
		};
		RegExpValidationState.prototype.at = function at(i, forceU) {
			if (forceU === void 0) forceU = false;
			var s = this.source;
			var l = s.length;
			if (i >= l) return -1;
			var c = s.charCodeAt(i);
			if (!(forceU || this.switchU) || c <= 55295 || c >= 57344 || i + 1 >= l) return c;
			var next = s.charCodeAt(i + 1);
			return next >= 56320 && next <= 57343 ? (c << 10) + next - 56613888 : c;
		};
		RegExpValidationState.prototype.nextIndex = function nextIndex(i, forceU) {
			if (forceU === void 0) forceU = false;
			var s = this.source;
			var l = s.length;
			if (i >= l) return l;
			var c = s.charCodeAt(i), next;
			if (!(forceU || this.switchU) || c <= 55295 || c >= 57344 || i + 1 >= l || (next = s.charCodeAt(i + 1)) < 56320 || next > 57343) return i + 1;
			return i + 2;
		};
		RegExpValidationState.prototype.current = function current(forceU) {
			if (forceU === void 0) forceU = false;
			return this.at(this.pos, forceU);
		};
		RegExpValidationState.prototype.lookahead = function lookahead(forceU) {
			if (forceU === void 0) forceU = false;
			return this.at(this.nextIndex(this.pos, forceU), forceU);
		};
		RegExpValidationState.prototype.advance = function advance(forceU) {
			if (forceU === void 0) forceU = false;
			this.pos = this.nextIndex(this.pos, forceU);
		};
		RegExpValidationState.prototype.eat = function eat(ch, forceU) {
			if (forceU === void 0) forceU = false;
			if (this.current(forceU) === ch) {
				this.advance(forceU);
				return true;
			}
			return false;
		};
		RegExpValidationState.prototype.eatChars = function eatChars(chs, forceU) {
			if (forceU === void 0) forceU = false;
			var pos = this.pos;
			for (var i = 0, list = chs; i < list.length; i += 1) {
				var ch = list[i];
				var current = this.at(pos, forceU);
				if (current === -1 || current !== ch) return false;
				pos = this.nextIndex(pos, forceU);
			}
			this.pos = pos;
			return true;
		};
		pp$1.validateRegExpFlags = function(state) {
			var validFlags = state.validFlags;
			var flags = state.flags;
			var u = false;
			var v = false;
			for (var i = 0; i < flags.length; i++) {
				var flag = flags.charAt(i);
				if (validFlags.indexOf(flag) === -1) this.raise(state.start, "Invalid regular expression flag");
				if (flags.indexOf(flag, i + 1) > -1) this.raise(state.start, "Duplicate regular expression flag");
				if (flag === "u") u = true;
				if (flag === "v") v = true;
			}
			if (this.options.ecmaVersion >= 15 && u && v) this.raise(state.start, "Invalid regular expression flag");
		};
		function hasProp(obj) {
			for (var _ in obj) return true;
			return false;
		}
		pp$1.validateRegExpPattern = function(state) {
			this.regexp_pattern(state);
			if (!state.switchN && this.options.ecmaVersion >= 9 && hasProp(state.groupNames)) {
				state.switchN = true;
				this.regexp_pattern(state);
			}
		};
		pp$1.regexp_pattern = function(state) {
			state.pos = 0;
			state.lastIntValue = 0;
			state.lastStringValue = "";
			state.lastAssertionIsQuantifiable = false;
			state.numCapturingParens = 0;
			state.maxBackReference = 0;
			state.groupNames = Object.create(null);
			state.backReferenceNames.length = 0;
			state.branchID = null;
			this.regexp_disjunction(state);
			if (state.pos !== state.source.length) {
				if (state.eat(41)) state.raise("Unmatched ')'");
				if (state.eat(93) || state.eat(125)) state.raise("Lone quantifier brackets");
			}
			if (state.maxBackReference > state.numCapturingParens) state.raise("Invalid escape");
			for (var i = 0, list = state.backReferenceNames; i < list.length; i += 1) {
				var name = list[i];
				if (!state.groupNames[name]) state.raise("Invalid named capture referenced");
			}
		};
		pp$1.regexp_disjunction = function(state) {
			var trackDisjunction = this.options.ecmaVersion >= 16;
			if (trackDisjunction) state.branchID = new BranchID(state.branchID, null);
			this.regexp_alternative(state);
			while (state.eat(124)) {
				if (trackDisjunction) state.branchID = state.branchID.sibling();
				this.regexp_alternative(state);
			}
			if (trackDisjunction) state.branchID = state.branchID.parent;
			if (this.regexp_eatQuantifier(state, true)) state.raise("Nothing to repeat");
			if (state.eat(123)) state.raise("Lone quantifier brackets");
		};
		pp$1.regexp_alternative = function(state) {
			while (state.pos < state.source.length && this.regexp_eatTerm(state));
		};
		pp$1.regexp_eatTerm = function(state) {
			if (this.regexp_eatAssertion(state)) {
				if (state.lastAssertionIsQuantifiable && this.regexp_eatQuantifier(state)) {
					if (state.switchU) state.raise("Invalid quantifier");
				}
				return true;
			}
			if (state.switchU ? this.regexp_eatAtom(state) : this.regexp_eatExtendedAtom(state)) {
				this.regexp_eatQuantifier(state);
				return true;
			}
			return false;
		};
		pp$1.regexp_eatAssertion = function(state) {
			var start = state.pos;
			state.lastAssertionIsQuantifiable = false;
			if (state.eat(94) || state.eat(36)) return true;
			if (state.eat(92)) {
				if (state.eat(66) || state.eat(98)) return true;
				state.pos = start;
			}
			if (state.eat(40) && state.eat(63)) {
				var lookbehind = false;
				if (this.options.ecmaVersion >= 9) lookbehind = state.eat(60);
				if (state.eat(61) || state.eat(33)) {
					this.regexp_disjunction(state);
					if (!state.eat(41)) state.raise("Unterminated group");
					state.lastAssertionIsQuantifiable = !lookbehind;
					return true;
				}
			}
			state.pos = start;
			return false;
		};
		pp$1.regexp_eatQuantifier = function(state, noError) {
			if (noError === void 0) noError = false;
			if (this.regexp_eatQuantifierPrefix(state, noError)) {
				state.eat(63);
				return true;
			}
			return false;
		};
		pp$1.regexp_eatQuantifierPrefix = function(state, noError) {
			return state.eat(42) || state.eat(43) || state.eat(63) || this.regexp_eatBracedQuantifier(state, noError);
		};
		pp$1.regexp_eatBracedQuantifier = function(state, noError) {
			var start = state.pos;
			if (state.eat(123)) {
				var min = 0, max = -1;
				if (this.regexp_eatDecimalDigits(state)) {
					min = state.lastIntValue;
					if (state.eat(44) && this.regexp_eatDecimalDigits(state)) max = state.lastIntValue;
					if (state.eat(125)) {
						if (max !== -1 && max < min && !noError) state.raise("numbers out of order in {} quantifier");
						return true;
					}
				}
				if (state.switchU && !noError) state.raise("Incomplete quantifier");
				state.pos = start;
			}
			return false;
		};
		pp$1.regexp_eatAtom = function(state) {
			return this.regexp_eatPatternCharacters(state) || state.eat(46) || this.regexp_eatReverseSolidusAtomEscape(state) || this.regexp_eatCharacterClass(state) || this.regexp_eatUncapturingGroup(state) || this.regexp_eatCapturingGroup(state);
		};
		pp$1.regexp_eatReverseSolidusAtomEscape = function(state) {
			var start = state.pos;
			if (state.eat(92)) {
				if (this.regexp_eatAtomEscape(state)) return true;
				state.pos = start;
			}
			return false;
		};
		pp$1.regexp_eatUncapturingGroup = function(state) {
			var start = state.pos;
			if (state.eat(40)) {
				if (state.eat(63)) {
					if (this.options.ecmaVersion >= 16) {
						var addModifiers = this.regexp_eatModifiers(state);
						var hasHyphen = state.eat(45);
						if (addModifiers || hasHyphen) {
							for (var i = 0; i < addModifiers.length; i++) {
								var modifier = addModifiers.charAt(i);
								if (addModifiers.indexOf(modifier, i + 1) > -1) state.raise("Duplicate regular expression modifiers");
							}
							if (hasHyphen) {
								var removeModifiers = this.regexp_eatModifiers(state);
								if (!addModifiers && !removeModifiers && state.current() === 58) state.raise("Invalid regular expression modifiers");
								for (var i$1 = 0; i$1 < removeModifiers.length; i$1++) {
									var modifier$1 = removeModifiers.charAt(i$1);
									if (removeModifiers.indexOf(modifier$1, i$1 + 1) > -1 || addModifiers.indexOf(modifier$1) > -1) state.raise("Duplicate regular expression modifiers");
								}
							}
						}
					}
					if (state.eat(58)) {
						this.regexp_disjunction(state);
						if (state.eat(41)) return true;
						state.raise("Unterminated group");
					}
				}
				state.pos = start;
			}
			return false;
		};
		pp$1.regexp_eatCapturingGroup = function(state) {
			if (state.eat(40)) {
				if (this.options.ecmaVersion >= 9) this.regexp_groupSpecifier(state);
				else if (state.current() === 63) state.raise("Invalid group");
				this.regexp_disjunction(state);
				if (state.eat(41)) {
					state.numCapturingParens += 1;
					return true;
				}
				state.raise("Unterminated group");
			}
			return false;
		};
		pp$1.regexp_eatModifiers = function(state) {
			var modifiers = "";
			var ch = 0;
			while ((ch = state.current()) !== -1 && isRegularExpressionModifier(ch)) {
				modifiers += codePointToString(ch);
				state.advance();
			}
			return modifiers;
		};
		function isRegularExpressionModifier(ch) {
			return ch === 105 || ch === 109 || ch === 115;
		}
		pp$1.regexp_eatExtendedAtom = function(state) {
			return state.eat(46) || this.regexp_eatReverseSolidusAtomEscape(state) || this.regexp_eatCharacterClass(state) || this.regexp_eatUncapturingGroup(state) || this.regexp_eatCapturingGroup(state) || this.regexp_eatInvalidBracedQuantifier(state) || this.regexp_eatExtendedPatternCharacter(state);
		};
		pp$1.regexp_eatInvalidBracedQuantifier = function(state) {
			if (this.regexp_eatBracedQuantifier(state, true)) state.raise("Nothing to repeat");
			return false;
		};
		pp$1.regexp_eatSyntaxCharacter = function(state) {
			var ch = state.current();
			if (isSyntaxCharacter(ch)) {
				state.lastIntValue = ch;
				state.advance();
				return true;
			}
			return false;
		};
		function isSyntaxCharacter(ch) {
			return ch === 36 || ch >= 40 && ch <= 43 || ch === 46 || ch === 63 || ch >= 91 && ch <= 94 || ch >= 123 && ch <= 125;
		}
		pp$1.regexp_eatPatternCharacters = function(state) {
			var start = state.pos;
			var ch = 0;
			while ((ch = state.current()) !== -1 && !isSyntaxCharacter(ch)) state.advance();
			return state.pos !== start;
		};
		pp$1.regexp_eatExtendedPatternCharacter = function(state) {
			var ch = state.current();
			if (ch !== -1 && ch !== 36 && !(ch >= 40 && ch <= 43) && ch !== 46 && ch !== 63 && ch !== 91 && ch !== 94 && ch !== 124) {
				state.advance();
				return true;
			}
			return false;
		};
		pp$1.regexp_groupSpecifier = function(state) {
			if (state.eat(63)) {
				if (!this.regexp_eatGroupName(state)) state.raise("Invalid group");
				var trackDisjunction = this.options.ecmaVersion >= 16;
				var known = state.groupNames[state.lastStringValue];
				if (known) {
					if (trackDisjunction) {
						for (var i = 0, list = known; i < list.length; i += 1) if (!list[i].separatedFrom(state.branchID)) state.raise("Duplicate capture group name");
					} else state.raise("Duplicate capture group name");
				}
				if (trackDisjunction) (known || (state.groupNames[state.lastStringValue] = [])).push(state.branchID);
				else state.groupNames[state.lastStringValue] = true;
			}
		};
		pp$1.regexp_eatGroupName = function(state) {
			state.lastStringValue = "";
			if (state.eat(60)) {
				if (this.regexp_eatRegExpIdentifierName(state) && state.eat(62)) return true;
				state.raise("Invalid capture group name");
			}
			return false;
		};
		pp$1.regexp_eatRegExpIdentifierName = function(state) {
			state.lastStringValue = "";
			if (this.regexp_eatRegExpIdentifierStart(state)) {
				state.lastStringValue += codePointToString(state.lastIntValue);
				while (this.regexp_eatRegExpIdentifierPart(state)) state.lastStringValue += codePointToString(state.lastIntValue);
				return true;
			}
			return false;
		};
		pp$1.regexp_eatRegExpIdentifierStart = function(state) {
			var start = state.pos;
			var forceU = this.options.ecmaVersion >= 11;
			var ch = state.current(forceU);
			state.advance(forceU);
			if (ch === 92 && this.regexp_eatRegExpUnicodeEscapeSequence(state, forceU)) ch = state.lastIntValue;
			if (isRegExpIdentifierStart(ch)) {
				state.lastIntValue = ch;
				return true;
			}
			state.pos = start;
			return false;
		};
		function isRegExpIdentifierStart(ch) {
			return isIdentifierStart(ch, true) || ch === 36 || ch === 95;
		}
		pp$1.regexp_eatRegExpIdentifierPart = function(state) {
			var start = state.pos;
			var forceU = this.options.ecmaVersion >= 11;
			var ch = state.current(forceU);
			state.advance(forceU);
			if (ch === 92 && this.regexp_eatRegExpUnicodeEscapeSequence(state, forceU)) ch = state.lastIntValue;
			if (isRegExpIdentifierPart(ch)) {
				state.lastIntValue = ch;
				return true;
			}
			state.pos = start;
			return false;
		};
		function isRegExpIdentifierPart(ch) {
			return isIdentifierChar(ch, true) || ch === 36 || ch === 95 || ch === 8204 || ch === 8205;
		}
		pp$1.regexp_eatAtomEscape = function(state) {
			if (this.regexp_eatBackReference(state) || this.regexp_eatCharacterClassEscape(state) || this.regexp_eatCharacterEscape(state) || state.switchN && this.regexp_eatKGroupName(state)) return true;
			if (state.switchU) {
				if (state.current() === 99) state.raise("Invalid unicode escape");
				state.raise("Invalid escape");
			}
			return false;
		};
		pp$1.regexp_eatBackReference = function(state) {
			var start = state.pos;
			if (this.regexp_eatDecimalEscape(state)) {
				var n = state.lastIntValue;
				if (state.switchU) {
					if (n > state.maxBackReference) state.maxBackReference = n;
					return true;
				}
				if (n <= state.numCapturingParens) return true;
				state.pos = start;
			}
			return false;
		};
		pp$1.regexp_eatKGroupName = function(state) {
			if (state.eat(107)) {
				if (this.regexp_eatGroupName(state)) {
					state.backReferenceNames.push(state.lastStringValue);
					return true;
				}
				state.raise("Invalid named reference");
			}
			return false;
		};
		pp$1.regexp_eatCharacterEscape = function(state) {
			return this.regexp_eatControlEscape(state) || this.regexp_eatCControlLetter(state) || this.regexp_eatZero(state) || this.regexp_eatHexEscapeSequence(state) || this.regexp_eatRegExpUnicodeEscapeSequence(state, false) || !state.switchU && this.regexp_eatLegacyOctalEscapeSequence(state) || this.regexp_eatIdentityEscape(state);
		};
		pp$1.regexp_eatCControlLetter = function(state) {
			var start = state.pos;
			if (state.eat(99)) {
				if (this.regexp_eatControlLetter(state)) return true;
				state.pos = start;
			}
			return false;
		};
		pp$1.regexp_eatZero = function(state) {
			if (state.current() === 48 && !isDecimalDigit(state.lookahead())) {
				state.lastIntValue = 0;
				state.advance();
				return true;
			}
			return false;
		};
		pp$1.regexp_eatControlEscape = function(state) {
			var ch = state.current();
			if (ch === 116) {
				state.lastIntValue = 9;
				state.advance();
				return true;
			}
			if (ch === 110) {
				state.lastIntValue = 10;
				state.advance();
				return true;
			}
			if (ch === 118) {
				state.lastIntValue = 11;
				state.advance();
				return true;
			}
			if (ch === 102) {
				state.lastIntValue = 12;
				state.advance();
				return true;
			}
			if (ch === 114) {
				state.lastIntValue = 13;
				state.advance();
				return true;
			}
			return false;
		};
		pp$1.regexp_eatControlLetter = function(state) {
			var ch = state.current();
			if (isControlLetter(ch)) {
				state.lastIntValue = ch % 32;
				state.advance();
				return true;
			}
			return false;
		};
		function isControlLetter(ch) {
			return ch >= 65 && ch <= 90 || ch >= 97 && ch <= 122;
		}
		pp$1.regexp_eatRegExpUnicodeEscapeSequence = function(state, forceU) {
			if (forceU === void 0) forceU = false;
			var start = state.pos;
			var switchU = forceU || state.switchU;
			if (state.eat(117)) {
				if (this.regexp_eatFixedHexDigits(state, 4)) {
					var lead = state.lastIntValue;
					if (switchU && lead >= 55296 && lead <= 56319) {
						var leadSurrogateEnd = state.pos;
						if (state.eat(92) && state.eat(117) && this.regexp_eatFixedHexDigits(state, 4)) {
							var trail = state.lastIntValue;
							if (trail >= 56320 && trail <= 57343) {
								state.lastIntValue = (lead - 55296) * 1024 + (trail - 56320) + 65536;
								return true;
							}
						}
						state.pos = leadSurrogateEnd;
						state.lastIntValue = lead;
					}
					return true;
				}
				if (switchU && state.eat(123) && this.regexp_eatHexDigits(state) && state.eat(125) && isValidUnicode(state.lastIntValue)) return true;
				if (switchU) state.raise("Invalid unicode escape");
				state.pos = start;
			}
			return false;
		};
		function isValidUnicode(ch) {
			return ch >= 0 && ch <= 1114111;
		}
		pp$1.regexp_eatIdentityEscape = function(state) {
			if (state.switchU) {
				if (this.regexp_eatSyntaxCharacter(state)) return true;
				if (state.eat(47)) {
					state.lastIntValue = 47;
					return true;
				}
				return false;
			}
			var ch = state.current();
			if (ch !== 99 && (!state.switchN || ch !== 107)) {
				state.lastIntValue = ch;
				state.advance();
				return true;
			}
			return false;
		};
		pp$1.regexp_eatDecimalEscape = function(state) {
			state.lastIntValue = 0;
			var ch = state.current();
			if (ch >= 49 && ch <= 57) {
				do {
					state.lastIntValue = 10 * state.lastIntValue + (ch - 48);
					state.advance();
				} while ((ch = state.current()) >= 48 && ch <= 57);
				return true;
			}
			return false;
		};
		var CharSetNone = 0;
		var CharSetOk = 1;
		var CharSetString = 2;
		pp$1.regexp_eatCharacterClassEscape = function(state) {
			var ch = state.current();
			if (isCharacterClassEscape(ch)) {
				state.lastIntValue = -1;
				state.advance();
				return CharSetOk;
			}
			var negate = false;
			if (state.switchU && this.options.ecmaVersion >= 9 && ((negate = ch === 80) || ch === 112)) {
				state.lastIntValue = -1;
				state.advance();
				var result;
				if (state.eat(123) && (result = this.regexp_eatUnicodePropertyValueExpression(state)) && state.eat(125)) {
					if (negate && result === CharSetString) state.raise("Invalid property name");
					return result;
				}
				state.raise("Invalid property name");
			}
			return CharSetNone;
		};
		function isCharacterClassEscape(ch) {
			return ch === 100 || ch === 68 || ch === 115 || ch === 83 || ch === 119 || ch === 87;
		}
		pp$1.regexp_eatUnicodePropertyValueExpression = function(state) {
			var start = state.pos;
			if (this.regexp_eatUnicodePropertyName(state) && state.eat(61)) {
				var name = state.lastStringValue;
				if (this.regexp_eatUnicodePropertyValue(state)) {
					var value = state.lastStringValue;
					this.regexp_validateUnicodePropertyNameAndValue(state, name, value);
					return CharSetOk;
				}
			}
			state.pos = start;
			if (this.regexp_eatLoneUnicodePropertyNameOrValue(state)) {
				var nameOrValue = state.lastStringValue;
				return this.regexp_validateUnicodePropertyNameOrValue(state, nameOrValue);
			}
			return CharSetNone;
		};
		pp$1.regexp_validateUnicodePropertyNameAndValue = function(state, name, value) {
			if (!hasOwn(state.unicodeProperties.nonBinary, name)) state.raise("Invalid property name");
			if (!state.unicodeProperties.nonBinary[name].test(value)) state.raise("Invalid property value");
		};
		pp$1.regexp_validateUnicodePropertyNameOrValue = function(state, nameOrValue) {
			if (state.unicodeProperties.binary.test(nameOrValue)) return CharSetOk;
			if (state.switchV && state.unicodeProperties.binaryOfStrings.test(nameOrValue)) return CharSetString;
			state.raise("Invalid property name");
		};
		pp$1.regexp_eatUnicodePropertyName = function(state) {
			var ch = 0;
			state.lastStringValue = "";
			while (isUnicodePropertyNameCharacter(ch = state.current())) {
				state.lastStringValue += codePointToString(ch);
				state.advance();
			}
			return state.lastStringValue !== "";
		};
		function isUnicodePropertyNameCharacter(ch) {
			return isControlLetter(ch) || ch === 95;
		}
		pp$1.regexp_eatUnicodePropertyValue = function(state) {
			var ch = 0;
			state.lastStringValue = "";
			while (isUnicodePropertyValueCharacter(ch = state.current())) {
				state.lastStringValue += codePointToString(ch);
				state.advance();
			}
			return state.lastStringValue !== "";
		};
		function isUnicodePropertyValueCharacter(ch) {
			return isUnicodePropertyNameCharacter(ch) || isDecimalDigit(ch);
		}
		pp$1.regexp_eatLoneUnicodePropertyNameOrValue = function(state) {
			return this.regexp_eatUnicodePropertyValue(state);
		};
		pp$1.regexp_eatCharacterClass = function(state) {
			if (state.eat(91)) {
				var negate = state.eat(94);
				var result = this.regexp_classContents(state);
				if (!state.eat(93)) state.raise("Unterminated character class");
				if (negate && result === CharSetString) state.raise("Negated character class may contain strings");
				return true;
			}
			return false;
		};
		pp$1.regexp_classContents = function(state) {
			if (state.current() === 93) return CharSetOk;
			if (state.switchV) return this.regexp_classSetExpression(state);
			this.regexp_nonEmptyClassRanges(state);
			return CharSetOk;
		};
		pp$1.regexp_nonEmptyClassRanges = function(state) {
			while (this.regexp_eatClassAtom(state)) {
				var left = state.lastIntValue;
				if (state.eat(45) && this.regexp_eatClassAtom(state)) {
					var right = state.lastIntValue;
					if (state.switchU && (left === -1 || right === -1)) state.raise("Invalid character class");
					if (left !== -1 && right !== -1 && left > right) state.raise("Range out of order in character class");
				}
			}
		};
		pp$1.regexp_eatClassAtom = function(state) {
			var start = state.pos;
			if (state.eat(92)) {
				if (this.regexp_eatClassEscape(state)) return true;
				if (state.switchU) {
					var ch$1 = state.current();
					if (ch$1 === 99 || isOctalDigit(ch$1)) state.raise("Invalid class escape");
					state.raise("Invalid escape");
				}
				state.pos = start;
			}
			var ch = state.current();
			if (ch !== 93) {
				state.lastIntValue = ch;
				state.advance();
				return true;
			}
			return false;
		};
		pp$1.regexp_eatClassEscape = function(state) {
			var start = state.pos;
			if (state.eat(98)) {
				state.lastIntValue = 8;
				return true;
			}
			if (state.switchU && state.eat(45)) {
				state.lastIntValue = 45;
				return true;
			}
			if (!state.switchU && state.eat(99)) {
				if (this.regexp_eatClassControlLetter(state)) return true;
				state.pos = start;
			}
			return this.regexp_eatCharacterClassEscape(state) || this.regexp_eatCharacterEscape(state);
		};
		pp$1.regexp_classSetExpression = function(state) {
			var result = CharSetOk, subResult;
			if (this.regexp_eatClassSetRange(state));
			else if (subResult = this.regexp_eatClassSetOperand(state)) {
				if (subResult === CharSetString) result = CharSetString;
				var start = state.pos;
				while (state.eatChars([38, 38])) {
					if (state.current() !== 38 && (subResult = this.regexp_eatClassSetOperand(state))) {
						if (subResult !== CharSetString) result = CharSetOk;
						continue;
					}
					state.raise("Invalid character in character class");
				}
				if (start !== state.pos) return result;
				while (state.eatChars([45, 45])) {
					if (this.regexp_eatClassSetOperand(state)) continue;
					state.raise("Invalid character in character class");
				}
				if (start !== state.pos) return result;
			} else state.raise("Invalid character in character class");
			for (;;) {
				if (this.regexp_eatClassSetRange(state)) continue;
				subResult = this.regexp_eatClassSetOperand(state);
				if (!subResult) return result;
				if (subResult === CharSetString) result = CharSetString;
			}
		};
		pp$1.regexp_eatClassSetRange = function(state) {
			var start = state.pos;
			if (this.regexp_eatClassSetCharacter(state)) {
				var left = state.lastIntValue;
				if (state.eat(45) && this.regexp_eatClassSetCharacter(state)) {
					var right = state.lastIntValue;
					if (left !== -1 && right !== -1 && left > right) state.raise("Range out of order in character class");
					return true;
				}
				state.pos = start;
			}
			return false;
		};
		pp$1.regexp_eatClassSetOperand = function(state) {
			if (this.regexp_eatClassSetCharacter(state)) return CharSetOk;
			return this.regexp_eatClassStringDisjunction(state) || this.regexp_eatNestedClass(state);
		};
		pp$1.regexp_eatNestedClass = function(state) {
			var start = state.pos;
			if (state.eat(91)) {
				var negate = state.eat(94);
				var result = this.regexp_classContents(state);
				if (state.eat(93)) {
					if (negate && result === CharSetString) state.raise("Negated character class may contain strings");
					return result;
				}
				state.pos = start;
			}
			if (state.eat(92)) {
				var result$1 = this.regexp_eatCharacterClassEscape(state);
				if (result$1) return result$1;
				state.pos = start;
			}
			return null;
		};
		pp$1.regexp_eatClassStringDisjunction = function(state) {
			var start = state.pos;
			if (state.eatChars([92, 113])) {
				if (state.eat(123)) {
					var result = this.regexp_classStringDisjunctionContents(state);
					if (state.eat(125)) return result;
				} else state.raise("Invalid escape");
				state.pos = start;
			}
			return null;
		};
		pp$1.regexp_classStringDisjunctionContents = function(state) {
			var result = this.regexp_classString(state);
			while (state.eat(124)) if (this.regexp_classString(state) === CharSetString) result = CharSetString;
			return result;
		};
		pp$1.regexp_classString = function(state) {
			var count = 0;
			while (this.regexp_eatClassSetCharacter(state)) count++;
			return count === 1 ? CharSetOk : CharSetString;
		};
		pp$1.regexp_eatClassSetCharacter = function(state) {
			var start = state.pos;
			if (state.eat(92)) {
				if (this.regexp_eatCharacterEscape(state) || this.regexp_eatClassSetReservedPunctuator(state)) return true;
				if (state.eat(98)) {
					state.lastIntValue = 8;
					return true;
				}
				state.pos = start;
				return false;
			}
			var ch = state.current();
			if (ch < 0 || ch === state.lookahead() && isClassSetReservedDoublePunctuatorCharacter(ch)) return false;
			if (isClassSetSyntaxCharacter(ch)) return false;
			state.advance();
			state.lastIntValue = ch;
			return true;
		};
		function isClassSetReservedDoublePunctuatorCharacter(ch) {
			return ch === 33 || ch >= 35 && ch <= 38 || ch >= 42 && ch <= 44 || ch === 46 || ch >= 58 && ch <= 64 || ch === 94 || ch === 96 || ch === 126;
		}
		function isClassSetSyntaxCharacter(ch) {
			return ch === 40 || ch === 41 || ch === 45 || ch === 47 || ch >= 91 && ch <= 93 || ch >= 123 && ch <= 125;
		}
		pp$1.regexp_eatClassSetReservedPunctuator = function(state) {
			var ch = state.current();
			if (isClassSetReservedPunctuator(ch)) {
				state.lastIntValue = ch;
				state.advance();
				return true;
			}
			return false;
		};
		function isClassSetReservedPunctuator(ch) {
			return ch === 33 || ch === 35 || ch === 37 || ch === 38 || ch === 44 || ch === 45 || ch >= 58 && ch <= 62 || ch === 64 || ch === 96 || ch === 126;
		}
		pp$1.regexp_eatClassControlLetter = function(state) {
			var ch = state.current();
			if (isDecimalDigit(ch) || ch === 95) {
				state.lastIntValue = ch % 32;
				state.advance();
				return true;
			}
			return false;
		};
		pp$1.regexp_eatHexEscapeSequence = function(state) {
			var start = state.pos;
			if (state.eat(120)) {
				if (this.regexp_eatFixedHexDigits(state, 2)) return true;
				if (state.switchU) state.raise("Invalid escape");
				state.pos = start;
			}
			return false;
		};
		pp$1.regexp_eatDecimalDigits = function(state) {
			var start = state.pos;
			var ch = 0;
			state.lastIntValue = 0;
			while (isDecimalDigit(ch = state.current())) {
				state.lastIntValue = 10 * state.lastIntValue + (ch - 48);
				state.advance();
			}
			return state.pos !== start;
		};
		function isDecimalDigit(ch) {
			return ch >= 48 && ch <= 57;
		}
		pp$1.regexp_eatHexDigits = function(state) {
			var start = state.pos;
			var ch = 0;
			state.lastIntValue = 0;
			while (isHexDigit(ch = state.current())) {
				state.lastIntValue = 16 * state.lastIntValue + hexToInt(ch);
				state.advance();
			}
			return state.pos !== start;
		};
		function isHexDigit(ch) {
			return ch >= 48 && ch <= 57 || ch >= 65 && ch <= 70 || ch >= 97 && ch <= 102;
		}
		function hexToInt(ch) {
			if (ch >= 65 && ch <= 70) return 10 + (ch - 65);
			if (ch >= 97 && ch <= 102) return 10 + (ch - 97);
			return ch - 48;
		}
		pp$1.regexp_eatLegacyOctalEscapeSequence = function(state) {
			if (this.regexp_eatOctalDigit(state)) {
				var n1 = state.lastIntValue;
				if (this.regexp_eatOctalDigit(state)) {
					var n2 = state.lastIntValue;
					if (n1 <= 3 && this.regexp_eatOctalDigit(state)) state.lastIntValue = n1 * 64 + n2 * 8 + state.lastIntValue;
					else state.lastIntValue = n1 * 8 + n2;
				} else state.lastIntValue = n1;
				return true;
			}
			return false;
		};
		pp$1.regexp_eatOctalDigit = function(state) {
			var ch = state.current();
			if (isOctalDigit(ch)) {
				state.lastIntValue = ch - 48;
				state.advance();
				return true;
			}
			state.lastIntValue = 0;
			return false;
		};
		function isOctalDigit(ch) {
			return ch >= 48 && ch <= 55;
		}
		pp$1.regexp_eatFixedHexDigits = function(state, length) {
			var start = state.pos;
			state.lastIntValue = 0;
			for (var i = 0; i < length; ++i) {
				var ch = state.current();
				if (!isHexDigit(ch)) {
					state.pos = start;
					return false;
				}
				state.lastIntValue = 16 * state.lastIntValue + hexToInt(ch);
				state.advance();
			}
			return true;
		};
		var Token = function Token(p) {
			this.type = p.type;
			this.value = p.value;
			this.start = p.start;
			this.end = p.end;
			if (p.options.locations) this.loc = new SourceLocation(p, p.startLoc, p.endLoc);
			if (p.options.ranges) this.range = [p.start, p.end];
		};
		var pp = Parser.prototype;
		pp.next = function(ignoreEscapeSequenceInKeyword) {
			if (!ignoreEscapeSequenceInKeyword && this.type.keyword && this.containsEsc) this.raiseRecoverable(this.start, "Escape sequence in keyword " + this.type.keyword);
			if (this.options.onToken) this.options.onToken(new Token(this));
			this.lastTokEnd = this.end;
			this.lastTokStart = this.start;
			this.lastTokEndLoc = this.endLoc;
			this.lastTokStartLoc = this.startLoc;
			this.nextToken();
		};
		pp.getToken = function() {
			this.next();
			return new Token(this);
		};
		if (typeof Symbol !== "undefined") pp[Symbol.iterator] = function() {
			var this$1$1 = this;
			return { next: function() {
				var token = this$1$1.getToken();
				return {
					done: token.type === types$1.eof,
					value: token
				};
			} };
		};
		pp.nextToken = function() {
			var curContext = this.curContext();
			if (!curContext || !curContext.preserveSpace) this.skipSpace();
			this.start = this.pos;
			if (this.options.locations) this.startLoc = this.curPosition();
			if (this.pos >= this.input.length) return this.finishToken(types$1.eof);
			if (curContext.override) return curContext.override(this);
			else this.readToken(this.fullCharCodeAtPos());
		};
		pp.readToken = function(code) {
			if (isIdentifierStart(code, this.options.ecmaVersion >= 6) || code === 92) return this.readWord();
			return this.getTokenFromCode(code);
		};
		pp.fullCharCodeAt = function(pos) {
			var code = this.input.charCodeAt(pos);
			if (code <= 55295 || code >= 56320) return code;
			var next = this.input.charCodeAt(pos + 1);
			return next <= 56319 || next >= 57344 ? code : (code << 10) + next - 56613888;
		};
		pp.fullCharCodeAtPos = function() {
			return this.fullCharCodeAt(this.pos);
		};
		pp.skipBlockComment = function() {
			var startLoc = this.options.onComment && this.curPosition();
			var start = this.pos, end = this.input.indexOf("*/", this.pos += 2);
			if (end === -1) this.raise(this.pos - 2, "Unterminated comment");
			this.pos = end + 2;
			if (this.options.locations) for (var nextBreak = void 0, pos = start; (nextBreak = nextLineBreak(this.input, pos, this.pos)) > -1;) {
				++this.curLine;
				pos = this.lineStart = nextBreak;
			}
			if (this.options.onComment) this.options.onComment(true, this.input.slice(start + 2, end), start, this.pos, startLoc, this.curPosition());
		};
		pp.skipLineComment = function(startSkip) {
			var start = this.pos;
			var startLoc = this.options.onComment && this.curPosition();
			var ch = this.input.charCodeAt(this.pos += startSkip);
			while (this.pos < this.input.length && !isNewLine(ch)) ch = this.input.charCodeAt(++this.pos);
			if (this.options.onComment) this.options.onComment(false, this.input.slice(start + startSkip, this.pos), start, this.pos, startLoc, this.curPosition());
		};
		pp.skipSpace = function() {
			loop: while (this.pos < this.input.length) {
				var ch = this.input.charCodeAt(this.pos);
				switch (ch) {
					case 32:
					case 160:
						++this.pos;
						break;
					case 13: if (this.input.charCodeAt(this.pos + 1) === 10) ++this.pos;
					case 10:
					case 8232:
					case 8233:
						++this.pos;
						if (this.options.locations) {
							++this.curLine;
							this.lineStart = this.pos;
						}
						break;
					case 47:
						switch (this.input.charCodeAt(this.pos + 1)) {
							case 42:
								this.skipBlockComment();
								break;
							case 47:
								this.skipLineComment(2);
								break;
							default: break loop;
						}
						break;
					default: if (ch > 8 && ch < 14 || ch >= 5760 && nonASCIIwhitespace.test(String.fromCharCode(ch))) ++this.pos;
					else break loop;
				}
			}
		};
		pp.finishToken = function(type, val) {
			this.end = this.pos;
			if (this.options.locations) this.endLoc = this.curPosition();
			var prevType = this.type;
			this.type = type;
			this.value = val;
			this.updateContext(prevType);
		};
		pp.readToken_dot = function() {
			var next = this.input.charCodeAt(this.pos + 1);
			if (next >= 48 && next <= 57) return this.readNumber(true);
			var next2 = this.input.charCodeAt(this.pos + 2);
			if (this.options.ecmaVersion >= 6 && next === 46 && next2 === 46) {
				this.pos += 3;
				return this.finishToken(types$1.ellipsis);
			} else {
				++this.pos;
				return this.finishToken(types$1.dot);
			}
		};
		pp.readToken_slash = function() {
			var next = this.input.charCodeAt(this.pos + 1);
			if (this.exprAllowed) {
				++this.pos;
				return this.readRegexp();
			}
			if (next === 61) return this.finishOp(types$1.assign, 2);
			return this.finishOp(types$1.slash, 1);
		};
		pp.readToken_mult_modulo_exp = function(code) {
			var next = this.input.charCodeAt(this.pos + 1);
			var size = 1;
			var tokentype = code === 42 ? types$1.star : types$1.modulo;
			if (this.options.ecmaVersion >= 7 && code === 42 && next === 42) {
				++size;
				tokentype = types$1.starstar;
				next = this.input.charCodeAt(this.pos + 2);
			}
			if (next === 61) return this.finishOp(types$1.assign, size + 1);
			return this.finishOp(tokentype, size);
		};
		pp.readToken_pipe_amp = function(code) {
			var next = this.input.charCodeAt(this.pos + 1);
			if (next === code) {
				if (this.options.ecmaVersion >= 12) {
					if (this.input.charCodeAt(this.pos + 2) === 61) return this.finishOp(types$1.assign, 3);
				}
				return this.finishOp(code === 124 ? types$1.logicalOR : types$1.logicalAND, 2);
			}
			if (next === 61) return this.finishOp(types$1.assign, 2);
			return this.finishOp(code === 124 ? types$1.bitwiseOR : types$1.bitwiseAND, 1);
		};
		pp.readToken_caret = function() {
			if (this.input.charCodeAt(this.pos + 1) === 61) return this.finishOp(types$1.assign, 2);
			return this.finishOp(types$1.bitwiseXOR, 1);
		};
		pp.readToken_plus_min = function(code) {
			var next = this.input.charCodeAt(this.pos + 1);
			if (next === code) {
				if (next === 45 && !this.inModule && this.input.charCodeAt(this.pos + 2) === 62 && (this.lastTokEnd === 0 || lineBreak.test(this.input.slice(this.lastTokEnd, this.pos)))) {
					this.skipLineComment(3);
					this.skipSpace();
					return this.nextToken();
				}
				return this.finishOp(types$1.incDec, 2);
			}
			if (next === 61) return this.finishOp(types$1.assign, 2);
			return this.finishOp(types$1.plusMin, 1);
		};
		pp.readToken_lt_gt = function(code) {
			var next = this.input.charCodeAt(this.pos + 1);
			var size = 1;
			if (next === code) {
				size = code === 62 && this.input.charCodeAt(this.pos + 2) === 62 ? 3 : 2;
				if (this.input.charCodeAt(this.pos + size) === 61) return this.finishOp(types$1.assign, size + 1);
				return this.finishOp(types$1.bitShift, size);
			}
			if (next === 33 && code === 60 && !this.inModule && this.input.charCodeAt(this.pos + 2) === 45 && this.input.charCodeAt(this.pos + 3) === 45) {
				this.skipLineComment(4);
				this.skipSpace();
				return this.nextToken();
			}
			if (next === 61) size = 2;
			return this.finishOp(types$1.relational, size);
		};
		pp.readToken_eq_excl = function(code) {
			var next = this.input.charCodeAt(this.pos + 1);
			if (next === 61) return this.finishOp(types$1.equality, this.input.charCodeAt(this.pos + 2) === 61 ? 3 : 2);
			if (code === 61 && next === 62 && this.options.ecmaVersion >= 6) {
				this.pos += 2;
				return this.finishToken(types$1.arrow);
			}
			return this.finishOp(code === 61 ? types$1.eq : types$1.prefix, 1);
		};
		pp.readToken_question = function() {
			var ecmaVersion = this.options.ecmaVersion;
			if (ecmaVersion >= 11) {
				var next = this.input.charCodeAt(this.pos + 1);
				if (next === 46) {
					var next2 = this.input.charCodeAt(this.pos + 2);
					if (next2 < 48 || next2 > 57) return this.finishOp(types$1.questionDot, 2);
				}
				if (next === 63) {
					if (ecmaVersion >= 12) {
						if (this.input.charCodeAt(this.pos + 2) === 61) return this.finishOp(types$1.assign, 3);
					}
					return this.finishOp(types$1.coalesce, 2);
				}
			}
			return this.finishOp(types$1.question, 1);
		};
		pp.readToken_numberSign = function() {
			var ecmaVersion = this.options.ecmaVersion;
			var code = 35;
			if (ecmaVersion >= 13) {
				++this.pos;
				code = this.fullCharCodeAtPos();
				if (isIdentifierStart(code, true) || code === 92) return this.finishToken(types$1.privateId, this.readWord1());
			}
			this.raise(this.pos, "Unexpected character '" + codePointToString(code) + "'");
		};
		pp.getTokenFromCode = function(code) {
			switch (code) {
				case 46: return this.readToken_dot();
				case 40:
					++this.pos;
					return this.finishToken(types$1.parenL);
				case 41:
					++this.pos;
					return this.finishToken(types$1.parenR);
				case 59:
					++this.pos;
					return this.finishToken(types$1.semi);
				case 44:
					++this.pos;
					return this.finishToken(types$1.comma);
				case 91:
					++this.pos;
					return this.finishToken(types$1.bracketL);
				case 93:
					++this.pos;
					return this.finishToken(types$1.bracketR);
				case 123:
					++this.pos;
					return this.finishToken(types$1.braceL);
				case 125:
					++this.pos;
					return this.finishToken(types$1.braceR);
				case 58:
					++this.pos;
					return this.finishToken(types$1.colon);
				case 96:
					if (this.options.ecmaVersion < 6) break;
					++this.pos;
					return this.finishToken(types$1.backQuote);
				case 48:
					var next = this.input.charCodeAt(this.pos + 1);
					if (next === 120 || next === 88) return this.readRadixNumber(16);
					if (this.options.ecmaVersion >= 6) {
						if (next === 111 || next === 79) return this.readRadixNumber(8);
						if (next === 98 || next === 66) return this.readRadixNumber(2);
					}
				case 49:
				case 50:
				case 51:
				case 52:
				case 53:
				case 54:
				case 55:
				case 56:
				case 57: return this.readNumber(false);
				case 34:
				case 39: return this.readString(code);
				case 47: return this.readToken_slash();
				case 37:
				case 42: return this.readToken_mult_modulo_exp(code);
				case 124:
				case 38: return this.readToken_pipe_amp(code);
				case 94: return this.readToken_caret();
				case 43:
				case 45: return this.readToken_plus_min(code);
				case 60:
				case 62: return this.readToken_lt_gt(code);
				case 61:
				case 33: return this.readToken_eq_excl(code);
				case 63: return this.readToken_question();
				case 126: return this.finishOp(types$1.prefix, 1);
				case 35: return this.readToken_numberSign();
			}
			this.raise(this.pos, "Unexpected character '" + codePointToString(code) + "'");
		};
		pp.finishOp = function(type, size) {
			var str = this.input.slice(this.pos, this.pos + size);
			this.pos += size;
			return this.finishToken(type, str);
		};
		pp.readRegexp = function() {
			var escaped, inClass, start = this.pos;
			for (;;) {
				if (this.pos >= this.input.length) this.raise(start, "Unterminated regular expression");
				var ch = this.input.charAt(this.pos);
				if (lineBreak.test(ch)) this.raise(start, "Unterminated regular expression");
				if (!escaped) {
					if (ch === "[") inClass = true;
					else if (ch === "]" && inClass) inClass = false;
					else if (ch === "/" && !inClass) break;
					escaped = ch === "\\";
				} else escaped = false;
				++this.pos;
			}
			var pattern = this.input.slice(start, this.pos);
			++this.pos;
			var flagsStart = this.pos;
			var flags = this.readWord1();
			if (this.containsEsc) this.unexpected(flagsStart);
			var state = this.regexpState || (this.regexpState = new RegExpValidationState(this));
			state.reset(start, pattern, flags);
			this.validateRegExpFlags(state);
			this.validateRegExpPattern(state);
			var value = null;
			try {
				value = new RegExp(pattern, flags);
			} catch (e) {}
			return this.finishToken(types$1.regexp, {
				pattern,
				flags,
				value
			});
		};
		pp.readInt = function(radix, len, maybeLegacyOctalNumericLiteral) {
			var allowSeparators = this.options.ecmaVersion >= 12 && len === void 0;
			var isLegacyOctalNumericLiteral = maybeLegacyOctalNumericLiteral && this.input.charCodeAt(this.pos) === 48;
			var start = this.pos, total = 0, lastCode = 0;
			for (var i = 0, e = len == null ? Infinity : len; i < e; ++i, ++this.pos) {
				var code = this.input.charCodeAt(this.pos), val = void 0;
				if (allowSeparators && code === 95) {
					if (isLegacyOctalNumericLiteral) this.raiseRecoverable(this.pos, "Numeric separator is not allowed in legacy octal numeric literals");
					if (lastCode === 95) this.raiseRecoverable(this.pos, "Numeric separator must be exactly one underscore");
					if (i === 0) this.raiseRecoverable(this.pos, "Numeric separator is not allowed at the first of digits");
					lastCode = code;
					continue;
				}
				if (code >= 97) val = code - 97 + 10;
				else if (code >= 65) val = code - 65 + 10;
				else if (code >= 48 && code <= 57) val = code - 48;
				else val = Infinity;
				if (val >= radix) break;
				lastCode = code;
				total = total * radix + val;
			}
			if (allowSeparators && lastCode === 95) this.raiseRecoverable(this.pos - 1, "Numeric separator is not allowed at the last of digits");
			if (this.pos === start || len != null && this.pos - start !== len) return null;
			return total;
		};
		function stringToNumber(str, isLegacyOctalNumericLiteral) {
			if (isLegacyOctalNumericLiteral) return parseInt(str, 8);
			return parseFloat(str.replace(/_/g, ""));
		}
		function stringToBigInt(str) {
			if (typeof BigInt !== "function") return null;
			return BigInt(str.replace(/_/g, ""));
		}
		pp.readRadixNumber = function(radix) {
			var start = this.pos;
			this.pos += 2;
			var val = this.readInt(radix);
			if (val == null) this.raise(this.start + 2, "Expected number in radix " + radix);
			if (this.options.ecmaVersion >= 11 && this.input.charCodeAt(this.pos) === 110) {
				val = stringToBigInt(this.input.slice(start, this.pos));
				++this.pos;
			} else if (isIdentifierStart(this.fullCharCodeAtPos())) this.raise(this.pos, "Identifier directly after number");
			return this.finishToken(types$1.num, val);
		};
		pp.readNumber = function(startsWithDot) {
			var start = this.pos;
			if (!startsWithDot && this.readInt(10, void 0, true) === null) this.raise(start, "Invalid number");
			var octal = this.pos - start >= 2 && this.input.charCodeAt(start) === 48;
			if (octal && this.strict) this.raise(start, "Invalid number");
			var next = this.input.charCodeAt(this.pos);
			if (!octal && !startsWithDot && this.options.ecmaVersion >= 11 && next === 110) {
				var val$1 = stringToBigInt(this.input.slice(start, this.pos));
				++this.pos;
				if (isIdentifierStart(this.fullCharCodeAtPos())) this.raise(this.pos, "Identifier directly after number");
				return this.finishToken(types$1.num, val$1);
			}
			if (octal && /[89]/.test(this.input.slice(start, this.pos))) octal = false;
			if (next === 46 && !octal) {
				++this.pos;
				this.readInt(10);
				next = this.input.charCodeAt(this.pos);
			}
			if ((next === 69 || next === 101) && !octal) {
				next = this.input.charCodeAt(++this.pos);
				if (next === 43 || next === 45) ++this.pos;
				if (this.readInt(10) === null) this.raise(start, "Invalid number");
			}
			if (isIdentifierStart(this.fullCharCodeAtPos())) this.raise(this.pos, "Identifier directly after number");
			var val = stringToNumber(this.input.slice(start, this.pos), octal);
			return this.finishToken(types$1.num, val);
		};
		pp.readCodePoint = function() {
			var ch = this.input.charCodeAt(this.pos), code;
			if (ch === 123) {
				if (this.options.ecmaVersion < 6) this.unexpected();
				var codePos = ++this.pos;
				code = this.readHexChar(this.input.indexOf("}", this.pos) - this.pos);
				++this.pos;
				if (code > 1114111) this.invalidStringToken(codePos, "Code point out of bounds");
			} else code = this.readHexChar(4);
			return code;
		};
		pp.readString = function(quote) {
			var out = "", chunkStart = ++this.pos;
			for (;;) {
				if (this.pos >= this.input.length) this.raise(this.start, "Unterminated string constant");
				var ch = this.input.charCodeAt(this.pos);
				if (ch === quote) break;
				if (ch === 92) {
					out += this.input.slice(chunkStart, this.pos);
					out += this.readEscapedChar(false);
					chunkStart = this.pos;
				} else if (ch === 8232 || ch === 8233) {
					if (this.options.ecmaVersion < 10) this.raise(this.start, "Unterminated string constant");
					++this.pos;
					if (this.options.locations) {
						this.curLine++;
						this.lineStart = this.pos;
					}
				} else {
					if (isNewLine(ch)) this.raise(this.start, "Unterminated string constant");
					++this.pos;
				}
			}
			out += this.input.slice(chunkStart, this.pos++);
			return this.finishToken(types$1.string, out);
		};
		var INVALID_TEMPLATE_ESCAPE_ERROR = {};
		pp.tryReadTemplateToken = function() {
			this.inTemplateElement = true;
			try {
				this.readTmplToken();
			} catch (err) {
				if (err === INVALID_TEMPLATE_ESCAPE_ERROR) this.readInvalidTemplateToken();
				else throw err;
			}
			this.inTemplateElement = false;
		};
		pp.invalidStringToken = function(position, message) {
			if (this.inTemplateElement && this.options.ecmaVersion >= 9) throw INVALID_TEMPLATE_ESCAPE_ERROR;
			else this.raise(position, message);
		};
		pp.readTmplToken = function() {
			var out = "", chunkStart = this.pos;
			for (;;) {
				if (this.pos >= this.input.length) this.raise(this.start, "Unterminated template");
				var ch = this.input.charCodeAt(this.pos);
				if (ch === 96 || ch === 36 && this.input.charCodeAt(this.pos + 1) === 123) {
					if (this.pos === this.start && (this.type === types$1.template || this.type === types$1.invalidTemplate)) {
						if (ch === 36) {
							this.pos += 2;
							return this.finishToken(types$1.dollarBraceL);
						} else {
							++this.pos;
							return this.finishToken(types$1.backQuote);
						}
					}
					out += this.input.slice(chunkStart, this.pos);
					return this.finishToken(types$1.template, out);
				}
				if (ch === 92) {
					out += this.input.slice(chunkStart, this.pos);
					out += this.readEscapedChar(true);
					chunkStart = this.pos;
				} else if (isNewLine(ch)) {
					out += this.input.slice(chunkStart, this.pos);
					++this.pos;
					switch (ch) {
						case 13: if (this.input.charCodeAt(this.pos) === 10) ++this.pos;
						case 10:
							out += "\n";
							break;
						default: out += String.fromCharCode(ch);
					}
					if (this.options.locations) {
						++this.curLine;
						this.lineStart = this.pos;
					}
					chunkStart = this.pos;
				} else ++this.pos;
			}
		};
		pp.readInvalidTemplateToken = function() {
			for (; this.pos < this.input.length; this.pos++) switch (this.input[this.pos]) {
				case "\\":
					++this.pos;
					break;
				case "$": if (this.input[this.pos + 1] !== "{") break;
				case "`": return this.finishToken(types$1.invalidTemplate, this.input.slice(this.start, this.pos));
				case "\r": if (this.input[this.pos + 1] === "\n") ++this.pos;
				case "\n":
				case "\u2028":
				case "\u2029":
					++this.curLine;
					this.lineStart = this.pos + 1;
			}
			this.raise(this.start, "Unterminated template");
		};
		pp.readEscapedChar = function(inTemplate) {
			var ch = this.input.charCodeAt(++this.pos);
			++this.pos;
			switch (ch) {
				case 110: return "\n";
				case 114: return "\r";
				case 120: return String.fromCharCode(this.readHexChar(2));
				case 117: return codePointToString(this.readCodePoint());
				case 116: return "	";
				case 98: return "\b";
				case 118: return "\v";
				case 102: return "\f";
				case 13: if (this.input.charCodeAt(this.pos) === 10) ++this.pos;
				case 10:
					if (this.options.locations) {
						this.lineStart = this.pos;
						++this.curLine;
					}
					return "";
				case 56:
				case 57:
					if (this.strict) this.invalidStringToken(this.pos - 1, "Invalid escape sequence");
					if (inTemplate) {
						var codePos = this.pos - 1;
						this.invalidStringToken(codePos, "Invalid escape sequence in template string");
					}
				default:
					if (ch >= 48 && ch <= 55) {
						var octalStr = this.input.substr(this.pos - 1, 3).match(/^[0-7]+/)[0];
						var octal = parseInt(octalStr, 8);
						if (octal > 255) {
							octalStr = octalStr.slice(0, -1);
							octal = parseInt(octalStr, 8);
						}
						this.pos += octalStr.length - 1;
						ch = this.input.charCodeAt(this.pos);
						if ((octalStr !== "0" || ch === 56 || ch === 57) && (this.strict || inTemplate)) this.invalidStringToken(this.pos - 1 - octalStr.length, inTemplate ? "Octal literal in template string" : "Octal literal in strict mode");
						return String.fromCharCode(octal);
					}
					if (isNewLine(ch)) {
						if (this.options.locations) {
							this.lineStart = this.pos;
							++this.curLine;
						}
						return "";
					}
					return String.fromCharCode(ch);
			}
		};
		pp.readHexChar = function(len) {
			var codePos = this.pos;
			var n = this.readInt(16, len);
			if (n === null) this.invalidStringToken(codePos, "Bad character escape sequence");
			return n;
		};
		pp.readWord1 = function() {
			this.containsEsc = false;
			var word = "", first = true, chunkStart = this.pos;
			var astral = this.options.ecmaVersion >= 6;
			while (this.pos < this.input.length) {
				var ch = this.fullCharCodeAtPos();
				if (isIdentifierChar(ch, astral)) this.pos += ch <= 65535 ? 1 : 2;
				else if (ch === 92) {
					this.containsEsc = true;
					word += this.input.slice(chunkStart, this.pos);
					var escStart = this.pos;
					if (this.input.charCodeAt(++this.pos) !== 117) this.invalidStringToken(this.pos, "Expecting Unicode escape sequence \\uXXXX");
					++this.pos;
					var esc = this.readCodePoint();
					if (!(first ? isIdentifierStart : isIdentifierChar)(esc, astral)) this.invalidStringToken(escStart, "Invalid Unicode escape");
					word += codePointToString(esc);
					chunkStart = this.pos;
				} else break;
				first = false;
			}
			return word + this.input.slice(chunkStart, this.pos);
		};
		pp.readWord = function() {
			var word = this.readWord1();
			var type = types$1.name;
			if (this.keywords.test(word)) type = keywords[word];
			return this.finishToken(type, word);
		};
		var version = "8.19.0";
		Parser.acorn = {
			Parser,
			version,
			defaultOptions,
			Position,
			SourceLocation,
			getLineInfo,
			Node,
			TokenType,
			tokTypes: types$1,
			keywordTypes: keywords,
			TokContext,
			tokContexts: types,
			isIdentifierChar,
			isIdentifierStart,
			Token,
			isNewLine,
			lineBreak,
			lineBreakG,
			nonASCIIwhitespace
		};
		function parse(input, options) {
			return Parser.parse(input, options);
		}
		function parseExpressionAt(input, pos, options) {
			return Parser.parseExpressionAt(input, pos, options);
		}
		function tokenizer(input, options) {
			return Parser.tokenizer(input, options);
		}
		exports.Node = Node;
		exports.Parser = Parser;
		exports.Position = Position;
		exports.SourceLocation = SourceLocation;
		exports.TokContext = TokContext;
		exports.Token = Token;
		exports.TokenType = TokenType;
		exports.defaultOptions = defaultOptions;
		exports.getLineInfo = getLineInfo;
		exports.isIdentifierChar = isIdentifierChar;
		exports.isIdentifierStart = isIdentifierStart;
		exports.isNewLine = isNewLine;
		exports.keywordTypes = keywords;
		exports.lineBreak = lineBreak;
		exports.lineBreakG = lineBreakG;
		exports.nonASCIIwhitespace = nonASCIIwhitespace;
		exports.parse = parse;
		exports.parseExpressionAt = parseExpressionAt;
		exports.tokContexts = types;
		exports.tokTypes = types$1;
		exports.tokenizer = tokenizer;
		exports.version = version;
	}));
}));
// node_modules/file-uri-to-path/index.js
var require_file_uri_to_path = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	var sep = __require("path").sep || "/";
	module.exports = fileUriToPath;
	function fileUriToPath(uri) {
		if ("string" != typeof uri || uri.length <= 7 || "file://" != uri.substring(0, 7)) throw new TypeError("must pass in a file:// URI to convert to a file path");
		var rest = decodeURI(uri.substring(7));
		var firstSlash = rest.indexOf("/");
		var host = rest.substring(0, firstSlash);
		var path = rest.substring(firstSlash + 1);
		if ("localhost" == host) host = "";
		if (host) host = sep + sep + host;
		path = path.replace(/^(.+)\|/, "$1:");
		if (sep == "\\") path = path.replace(/\//g, "\\");
		if (/^.+\:/.test(path)) {} else path = sep + path;
		return host + path;
	}
}));
// node_modules/bindings/bindings.js
var require_bindings = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	var fs = __require("fs");
	var path = __require("path");
	var fileURLToPath = require_file_uri_to_path();
	var join = path.join;
	var dirname = path.dirname;
	var exists = fs.accessSync && function(path) {
		try {
			fs.accessSync(path);
		} catch (e) {
			return false;
		}
		return true;
	} || fs.existsSync || path.existsSync;
	var defaults = {
		arrow: process.env.NODE_BINDINGS_ARROW || " → ",
		compiled: process.env.NODE_BINDINGS_COMPILED_DIR || "compiled",
		platform: process.platform,
		arch: process.arch,
		nodePreGyp: "node-v" + process.versions.modules + "-" + process.platform + "-" + process.arch,
		version: process.versions.node,
		bindings: "bindings.node",
		try: [
			[
				"module_root",
				"build",
				"bindings"
			],
			[
				"module_root",
				"build",
				"Debug",
				"bindings"
			],
			[
				"module_root",
				"build",
				"Release",
				"bindings"
			],
			[
				"module_root",
				"out",
				"Debug",
				"bindings"
			],
			[
				"module_root",
				"Debug",
				"bindings"
			],
			[
				"module_root",
				"out",
				"Release",
				"bindings"
			],
			[
				"module_root",
				"Release",
				"bindings"
			],
			[
				"module_root",
				"build",
				"default",
				"bindings"
			],
			[
				"module_root",
				"compiled",
				"version",
				"platform",
				"arch",
				"bindings"
			],
			[
				"module_root",
				"addon-build",
				"release",
				"install-root",
				"bindings"
			],
			[
				"module_root",
				"addon-build",
				"debug",
				"install-root",
				"bindings"
			],
			[
				"module_root",
				"addon-build",
				"default",
				"install-root",
				"bindings"
			],
			[
				"module_root",
				"lib",
				"binding",
				"nodePreGyp",
				"bindings"
			]
		]
	};
	function bindings(opts) {
		if (typeof opts == "string") opts = { bindings: opts };
		else if (!opts) opts = {};
		Object.keys(defaults).map(function(i) {
			if (!(i in opts)) opts[i] = defaults[i];
		});
		if (!opts.module_root) opts.module_root = exports.getRoot(exports.getFileName());
		if (path.extname(opts.bindings) != ".node") opts.bindings += ".node";
		var requireFunc = typeof __webpack_require__ === "function" ? __non_webpack_require__ : __require;
		var tries = [], i = 0, l = opts.try.length, n, b, err;
		for (; i < l; i++) {
			n = join.apply(null, opts.try[i].map(function(p) {
				return opts[p] || p;
			}));
			tries.push(n);
			try {
				b = opts.path ? requireFunc.resolve(n) : requireFunc(n);
				if (!opts.path) b.path = n;
				return b;
			} catch (e) {
				if (e.code !== "MODULE_NOT_FOUND" && e.code !== "QUALIFIED_PATH_RESOLUTION_FAILED" && !/not find/i.test(e.message)) throw e;
			}
		}
		err = /* @__PURE__ */ new Error("Could not locate the bindings file. Tried:\n" + tries.map(function(a) {
			return opts.arrow + a;
		}).join("\n"));
		err.tries = tries;
		throw err;
	}
	module.exports = exports = bindings;
	exports.getFileName = function getFileName(calling_file) {
		var origPST = Error.prepareStackTrace, origSTL = Error.stackTraceLimit, dummy = {}, fileName;
		Error.stackTraceLimit = 10;
		Error.prepareStackTrace = function(e, st) {
			for (var i = 0, l = st.length; i < l; i++) {
				fileName = st[i].getFileName();
				if (fileName !== __filename) {
					if (calling_file) {
						if (fileName !== calling_file) return;
					} else return;
				}
			}
		};
		Error.captureStackTrace(dummy);
		dummy.stack;
		Error.prepareStackTrace = origPST;
		Error.stackTraceLimit = origSTL;
		if (fileName.indexOf("file://") === 0) fileName = fileURLToPath(fileName);
		return fileName;
	};
	exports.getRoot = function getRoot(file) {
		var dir = dirname(file), prev;
		while (true) {
			if (dir === ".") dir = process.cwd();
			if (exists(join(dir, "package.json")) || exists(join(dir, "node_modules"))) return dir;
			if (prev === dir) throw new Error("Could not find module root given file: \"" + file + "\". Do you have a `package.json` file? ");
			prev = dir;
			dir = join(dir, "..");
		}
	};
}));
// node_modules/@vercel/nft/out/utils/ast-helpers.js
var require_ast_helpers = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.isIdentifierRead = isIdentifierRead;
	exports.isVarLoop = isVarLoop;
	exports.isLoop = isLoop;
	function isIdentifierRead(node, parent) {
		switch (parent.type) {
			case "ObjectPattern":
			case "ArrayPattern": return false;
			case "AssignmentExpression": return parent.right === node;
			case "MemberExpression": return parent.computed || node === parent.object;
			case "Property": return node === parent.value;
			case "MethodDefinition": return false;
			case "VariableDeclarator": return parent.id !== node;
			case "ExportSpecifier": return false;
			case "FunctionExpression":
			case "FunctionDeclaration":
			case "ArrowFunctionExpression": return false;
			default: return true;
		}
	}
	function isVarLoop(node) {
		return node.type === "ForStatement" || node.type === "ForInStatement" || node.type === "ForOfStatement";
	}
	function isLoop(node) {
		return node.type === "ForStatement" || node.type === "ForInStatement" || node.type === "ForOfStatement" || node.type === "WhileStatement" || node.type === "DoWhileStatement";
	}
}));
// node_modules/@vercel/nft/node_modules/glob/dist/commonjs/index.min.js
var require_index_min = /* @__PURE__ */ __commonJSMin(((exports) => {
	var C = (r, t) => () => {
		try {
			return t || r((t = { exports: {} }).exports, t), t.exports;
		} catch (e) {
			throw t = 0, e;
		}
	};
	var ms = C((tt) => {
		"use strict";
		Object.defineProperty(tt, "__esModule", { value: !0 });
		tt.range = tt.balanced = void 0;
		var Ei = (r, t, e) => {
			let s = r instanceof RegExp ? ps(r, e) : r, i = t instanceof RegExp ? ps(t, e) : t, n = s !== null && i != null && (0, tt.range)(s, i, e);
			return n && {
				start: n[0],
				end: n[1],
				pre: e.slice(0, n[0]),
				body: e.slice(n[0] + s.length, n[1]),
				post: e.slice(n[1] + i.length)
			};
		};
		tt.balanced = Ei;
		var ps = (r, t) => {
			let e = t.match(r);
			return e ? e[0] : null;
		}, Oi = (r, t, e) => {
			let s, i, n, o, h, a = e.indexOf(r), l = e.indexOf(t, a + 1), c = a;
			if (a >= 0 && l > 0) {
				if (r === t) return [a, l];
				for (s = [], n = e.length; c >= 0 && !h;) {
					if (c === a) s.push(c), a = e.indexOf(r, c + 1);
					else if (s.length === 1) {
						let u = s.pop();
						u !== void 0 && (h = [u, l]);
					} else i = s.pop(), i !== void 0 && i < n && (n = i, o = l), l = e.indexOf(t, c + 1);
					c = a < l && a >= 0 ? a : l;
				}
				s.length && o !== void 0 && (h = [n, o]);
			}
			return h;
		};
		tt.range = Oi;
	});
	var vs = C((T) => {
		"use strict";
		Object.defineProperty(T, "__esModule", { value: !0 });
		T.EXPANSION_MAX_REWRITES = T.EXPANSION_MAX_DEPTH = T.EXPANSION_MAX_LENGTH = T.EXPANSION_MAX = void 0;
		T.expand = Wi;
		var gs = ms(), ws = "\0SLASH" + Math.random() + "\0", bs = "\0OPEN" + Math.random() + "\0", xe = "\0CLOSE" + Math.random() + "\0", ys = "\0COMMA" + Math.random() + "\0", Ss = "\0PERIOD" + Math.random() + "\0", xi = new RegExp(ws, "g"), Ci = new RegExp(bs, "g"), Mi = new RegExp(xe, "g"), ki = new RegExp(ys, "g"), Ai = new RegExp(Ss, "g"), Ri = /\\\\/g, Pi = /\\{/g, Ti = /\\}/g, Fi = /\\,/g, ji = /\\\./g;
		T.EXPANSION_MAX = 1e5;
		T.EXPANSION_MAX_LENGTH = 4e6;
		T.EXPANSION_MAX_DEPTH = 1e3;
		T.EXPANSION_MAX_REWRITES = 1e3;
		function _e(r) {
			return isNaN(r) ? r.charCodeAt(0) : parseInt(r, 10);
		}
		function Ni(r) {
			return r.replace(Ri, ws).replace(Pi, bs).replace(Ti, xe).replace(Fi, ys).replace(ji, Ss);
		}
		function Di(r) {
			return r.replace(xi, "\\").replace(Ci, "{").replace(Mi, "}").replace(ki, ",").replace(Ai, ".");
		}
		function Ee(r, t) {
			for (let e = 0; e < t.length; e++) r.push(t[e]);
		}
		function Li(r) {
			let t = [], e = "";
			for (;;) {
				let s = (0, gs.balanced)("{", "}", r);
				if (!s) {
					let a = r.split(",");
					return a[0] = e + a[0], Ee(t, a), t;
				}
				let { pre: i, body: n, post: o } = s, h = i.split(",");
				if (h[0] = e + h[0], h[h.length - 1] += "{" + n + "}", !o.length) return Ee(t, h), t;
				e = h.pop(), Ee(t, h), r = o;
			}
		}
		function Wi(r, t = {}) {
			if (!r) return [];
			let { max: e = T.EXPANSION_MAX, maxLength: s = T.EXPANSION_MAX_LENGTH, maxDepth: i = T.EXPANSION_MAX_DEPTH, maxRewrites: n = T.EXPANSION_MAX_REWRITES } = t;
			return r.slice(0, 2) === "{}" && (r = "\\{\\}" + r.slice(2)), Oe(Ni(r), e, s, i, 0, n, !0).map(Di);
		}
		function zi(r) {
			return "{" + r + "}";
		}
		function Bi(r) {
			return /^-?0\d/.test(r);
		}
		function Gi(r, t) {
			return r <= t;
		}
		function Ii(r, t) {
			return r >= t;
		}
		function ct(r, t, e, s, i, n) {
			let o = [], h = 0;
			for (let a = 0; a < r.length; a++) for (let l = 0; l < e.length; l++) {
				if (o.length >= s) return o;
				let c = r[a] + t + e[l];
				if (!(n && !c)) {
					if (h + c.length > i) return o;
					o.push(c), h += c.length;
				}
			}
			return o;
		}
		function $i(r, t, e, s) {
			let i = r.split(/\.\./), n = [];
			if (i[0] === void 0 || i[1] === void 0) return n;
			let o = _e(i[0]), h = _e(i[1]), a = Math.max(i[0].length, i[1].length), l = i.length === 3 && i[2] !== void 0 ? Math.max(Math.abs(_e(i[2])), 1) : 1, c = Gi;
			h < o && (l *= -1, c = Ii);
			let f = i.some(Bi), p = 0;
			for (let g = o; c(g, h) && n.length < e; g += l) {
				let d;
				if (t) d = String.fromCharCode(g), d === "\\" && (d = "");
				else if (d = String(g), f) {
					let b = a - d.length;
					if (b > 0) {
						let m = new Array(b + 1).join("0");
						g < 0 ? d = "-" + m + d.slice(1) : d = m + d;
					}
				}
				if (p + d.length > s) break;
				n.push(d), p += d.length;
			}
			return n;
		}
		function Oe(r, t, e, s, i, n, o) {
			if (i > s) return [r];
			let h = [""], a = 0, l = !1, c = !0;
			for (;;) {
				let u = (0, gs.balanced)("{", "}", r);
				if (!u) return ct(h, r, [""], t, e, l);
				let f = u.pre;
				if (/\$$/.test(f)) {
					if (h = ct(h, f + "{" + u.body + "}", [""], t, e, l && !u.post.length), c = !1, !u.post.length) break;
					r = u.post;
					continue;
				}
				let p = /^-?\d+\.\.-?\d+(?:\.\.-?\d+)?$/.test(u.body), g = /^[a-zA-Z]\.\.[a-zA-Z](?:\.\.-?\d+)?$/.test(u.body), d = p || g, b = u.body.indexOf(",") >= 0;
				if (!d && !b) {
					if (a < n && u.post.match(/,(?!,).*\}/)) {
						a++, r = u.pre + "{" + u.body + xe + u.post, o = !0;
						continue;
					}
					return ct(h, f + "{" + u.body + "}" + u.post, [""], t, e, l);
				}
				c && (l = o && !d, c = !1);
				let m;
				if (d) m = $i(u.body, g, t, e);
				else {
					let y = Li(u.body);
					if (y.length === 1 && y[0] !== void 0 && (y = Oe(y[0], t, e, s, i + 1, n, !1).map(zi), y.length === 1)) {
						if (h = ct(h, f + y[0], [""], t, e, l && !u.post.length), !u.post.length) break;
						r = u.post;
						continue;
					}
					let _ = l && !u.post.length && !f;
					for (let S = 0; _ && S < h.length; S++) h[S] && (_ = !1);
					m = [];
					let v = 0;
					t: for (let S = 0; S < y.length; S++) {
						let K = Oe(y[S], t, e, s, i + 1, n, !1);
						for (let B = 0; B < K.length; B++) {
							let U = K[B];
							if (!(_ && !U)) {
								if (m.length >= t || v + U.length > e) break t;
								m.push(U), v += U.length;
							}
						}
					}
				}
				if (h = ct(h, f, m, t, e, l && !u.post.length), !u.post.length) break;
				r = u.post;
			}
			return h;
		}
	});
	var Es = C((jt) => {
		"use strict";
		Object.defineProperty(jt, "__esModule", { value: !0 });
		jt.numericRange = void 0;
		var Me = (r, t) => r === t ? {
			t: "lit",
			ch: String(r)
		} : {
			t: "class",
			re: new RegExp(`^[${r}-${t}]$`)
		}, Ce = (r, t) => t.map((e) => [Me(r, r), ...e]), ut = (r, t) => {
			if (!r) return [[]];
			let e = +r[0], s = +t[0], i = r.slice(1), n = t.slice(1);
			if (e === s) return Ce(e, ut(i, n));
			let o = "0".repeat(i.length), h = "9".repeat(i.length), a = [];
			i !== o && a.push(...Ce(e++, ut(i, h)));
			let l = n === h ? [] : Ce(s--, ut(o, n));
			return e <= s && a.push([Me(e, s), ...Array.from(i, () => Me(0, 9))]), a.push(...l), a;
		}, _s = (r, t, e) => {
			if (e) return ut(String(r).padStart(e, "0"), String(t).padStart(e, "0"));
			let s = [];
			for (let i = String(r).length; i <= String(t).length; i++) {
				let n = Math.max(r, i === 1 ? 0 : 10 ** (i - 1)), o = Math.min(t, 10 ** i - 1);
				s.push(...ut(String(n), String(o)));
			}
			return s;
		}, Ui = (r, t) => {
			let e = Number(r), s = Number(t);
			if (!Number.isSafeInteger(e) || !Number.isSafeInteger(s)) return;
			e > s && ([e, s] = [s, e]);
			let n = /^-?0\d/.test(r) || /^-?0\d/.test(t) ? Math.max(r.length, t.length) : 0, o = [];
			if (e < 0) {
				let h = _s(Math.max(-s, 1), -e, n && n - 1);
				o.push(...h.map((a) => [{
					t: "lit",
					ch: "-"
				}, ...a]));
			}
			return s >= 0 && o.push(..._s(Math.max(e, 0), s, n)), o;
		};
		jt.numericRange = Ui;
	});
	var Os = C((Nt) => {
		"use strict";
		Object.defineProperty(Nt, "__esModule", { value: !0 });
		Nt.parseClass = void 0;
		var qi = {
			"[:alnum:]": ["\\p{L}\\p{Nl}\\p{Nd}"],
			"[:alpha:]": ["\\p{L}\\p{Nl}"],
			"[:ascii:]": ["\\x00-\\x7f"],
			"[:blank:]": ["\\p{Zs}\\t"],
			"[:cntrl:]": ["\\p{Cc}"],
			"[:digit:]": ["\\p{Nd}"],
			"[:graph:]": ["\\p{Z}\\p{C}", !0],
			"[:lower:]": ["\\p{Ll}"],
			"[:print:]": ["\\p{C}", !0],
			"[:punct:]": ["\\p{P}\\p{S}"],
			"[:space:]": ["\\p{Z}\\t\\r\\n\\v\\f"],
			"[:upper:]": ["\\p{Lu}"],
			"[:word:]": ["\\p{L}\\p{Nl}\\p{Nd}\\p{Pc}"],
			"[:xdigit:]": ["A-Fa-f0-9"]
		}, ft = (r) => r.replace(/[[\]\\-]/g, "\\$&"), ke = /$./, Hi = (r, t, e = !1, s) => {
			let i = (m) => {
				let y = s ? m.normalize(s) : m;
				return [...y].length === 1 ? y : m;
			}, n = t;
			if (r.charAt(n) !== "[") throw new Error("not in a brace expression");
			let o = [], h = [], a = n + 1, l = !1, c = !1, u = !1, f = n, p = "";
			t: for (; a < r.length;) {
				let m = String.fromCodePoint(r.codePointAt(a));
				if ((m === "!" || m === "^") && a === n + 1) {
					u = !0, a++;
					continue;
				}
				if (m === "]" && l && !c) {
					f = a + 1;
					break;
				}
				if (l = !0, m === "\\" && !c) {
					c = !0, a++;
					continue;
				}
				if (m === "[" && !c) {
					for (let [_, [v, S]] of Object.entries(qi)) if (r.startsWith(_, a)) {
						if (p) return [ke, r.length - n];
						a += _.length, S ? h.push(v) : o.push(v);
						continue t;
					}
				}
				c = !1;
				let y = i(m);
				if (p) {
					y.codePointAt(0) > p.codePointAt(0) ? o.push(ft(p) + "-" + ft(y)) : y === p && o.push(ft(y)), p = "", a += m.length;
					continue;
				}
				if (r.startsWith("-]", a + m.length)) {
					o.push(ft(y + "-")), a += m.length + 1;
					continue;
				}
				if (r.startsWith("-", a + m.length)) {
					p = y, a += m.length + 1;
					continue;
				}
				o.push(ft(y)), a += m.length;
			}
			if (f < a) return [ke, 0];
			if (!o.length && !h.length) return [ke, r.length - n];
			let g = "[" + (u ? "^" : "") + o.join("") + "]", d = "[" + (u ? "" : "^") + h.join("") + "]", b = "^" + (o.length && h.length ? "(" + g + "|" + d + ")" : o.length ? g : d);
			return [new RegExp(b, e ? "iu" : "u"), f - n];
		};
		Nt.parseClass = Hi;
	});
	var Ns = C((Wt) => {
		"use strict";
		Object.defineProperty(Wt, "__esModule", { value: !0 });
		Wt.Matcher = void 0;
		var Xi = Es(), Ki = Os(), Ae = {
			t: "match",
			id: 0
		}, Vi = "!?+*@", et = (r) => ({
			t: "lit",
			ch: r
		}), Yi = (r) => r.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&"), ks = (r) => new RegExp(`^${Yi(r)}$`, "iu"), Dt = /* @__PURE__ */ new Map(), As = (r) => {
			let t = Dt.get(r);
			return t || (t = ks(r), Dt.size >= 1e3 && Dt.clear(), Dt.set(r, t)), t;
		}, Fe = (r, t) => {
			if (t === r.ch) return !0;
			if (!r.re) return !1;
			let e = t.charCodeAt(0);
			if (e >= 128) return r.re.test(t);
			let s = r.ascii ??= /* @__PURE__ */ new Uint8Array(128);
			return s[e] ||= r.re.test(t) ? 1 : 2, s[e] === 1;
		}, Ji = (r, t, e, s, i) => {
			let n = [];
			for (let o = 0; o < r.length;) {
				let h = String.fromCodePoint(r.codePointAt(o));
				if (i) {
					let a = h === "\\" && r.startsWith(i, o + 1) ? 1 : 0;
					if (a || h === i) {
						let l = o + a + i.length, c = r.indexOf(i, l), u = /^(-?\d+)\.\.(-?\d+)$/.exec(r.slice(l, c)), f = c !== -1 && u && (0, Xi.numericRange)(u[1], u[2]);
						if (f) {
							n.push({
								t: "ext",
								type: "@",
								alts: f
							}), o = c + i.length;
							continue;
						}
					}
				}
				if (h === "\\") {
					let a = r.codePointAt(o + 1), l = a === void 0 ? h : String.fromCodePoint(a);
					n.push(et(l)), o += 1 + l.length;
					continue;
				}
				if (h === "[") {
					let [a, l] = (0, Ki.parseClass)(r, o, t, s);
					if (l) {
						n.push({
							t: "class",
							re: a
						}), o += l;
						continue;
					}
				}
				if (!e && Vi.includes(h) && r[o + 1] === "(") {
					n.push({
						t: "open",
						type: h
					}), o += 2;
					continue;
				}
				n.push(!e && h === "|" ? { t: "bar" } : !e && h === ")" ? { t: "close" } : h === "*" ? { t: "star" } : h === "?" ? { t: "any" } : et(h)), o += h.length;
			}
			return n;
		}, Zi = (r) => {
			let t = /* @__PURE__ */ new Map(), e = [];
			return r.forEach((s, i) => {
				s.t === "open" ? e.push(i) : s.t === "close" && e.length && t.set(e.pop(), i);
			}), t;
		}, Rs = (r, t, e, s, i) => {
			let n = [], o = [n];
			for (let h = e; h < s; h++) {
				let a = r[h], l = t.get(h);
				if (a.t === "open" && l !== void 0) {
					let c = Rs(r, t, h + 1, l, !1);
					n.push({
						t: "ext",
						type: a.type,
						alts: c
					}), h = l;
				} else a.t === "bar" && !i ? o.push(n = []) : a.t === "open" ? n.push(et(a.type), et("(")) : a.t === "bar" ? n.push(et("|")) : a.t === "close" ? n.push(et(")")) : n.push(a);
			}
			return o;
		}, Ps = (r, t) => {
			let e = [], s = "", i = () => {
				for (let n of s.normalize(t)) e.push(et(n));
				s = "";
			};
			for (let n of r) {
				if (n.t === "lit") {
					s += n.ch;
					continue;
				}
				i(), e.push(n.t === "ext" ? {
					...n,
					alts: n.alts.map((o) => Ps(o, t))
				} : n);
			}
			return i(), e;
		}, Qi = (r, t) => {
			let e = 1, s = (h) => ({
				t: "split",
				id: e++,
				out: h
			}), i = (h, a) => h.reduceRight((l, c) => n(c, l), a), n = (h, a) => {
				switch (h.t) {
					case "lit":
						let f = t ? As(h.ch) : void 0;
						return {
							t: "lit",
							id: e++,
							ch: h.ch,
							re: f,
							next: a
						};
					case "any":
					case "star": return {
						t: h.t,
						id: e++,
						next: a
					};
					case "class": return {
						t: "class",
						id: e++,
						re: h.re,
						next: a
					};
				}
				let l = (f) => h.alts.map((p) => i(p, f));
				switch (h.type) {
					case "@": return s(l(a));
					case "?": return s([a, ...l(a)]);
					case "!": return {
						t: "neg",
						id: e++,
						sub: s(l(Ae)),
						next: a
					};
				}
				let c = s([]), u = s(l(c));
				return c.out.push(a, u), h.type === "*" ? c : u;
			};
			return [i(r, Ae), e];
		}, tn = (r) => {
			let t = [], e = /* @__PURE__ */ new Set(), s = (n) => n.t === "match" ? "match" : String(n.id), i = (n, o) => {
				if (n.t === "match" || e.has(n)) return;
				e.add(n);
				let h = (a) => t.push(`${o}${n.id}: ${a}`);
				switch (n.t) {
					case "split":
						h(`split -> ${n.out.map(s).join(", ")}`);
						for (let a of n.out) i(a, o);
						return;
					case "neg": return h(`!(${s(n.sub)}) -> ${s(n.next)}`), i(n.sub, o + "  "), i(n.next, o);
					case "lit":
						h(`${JSON.stringify(n.ch)} -> ${s(n.next)}`);
						break;
					case "class":
						h(`${n.re} -> ${s(n.next)}`);
						break;
					default: h(`${n.t === "any" ? "?" : "*"} -> ${s(n.next)}`);
				}
				i(n.next, o);
			};
			return i(r, ""), [`start -> ${s(r)}`, ...t].join(`
`);
		}, Re = class {
			gen;
			threads = [];
			match = !1;
			runs = [];
			ids = [];
			constructor(t) {
				this.gen = t;
			}
			get dead() {
				return !this.threads.length && !this.match && !this.runs.length;
			}
		}, Ts = (r, t) => r.ids.length !== t.ids.length || r.runs.length !== t.runs.length || r.ids.some((e, s) => e !== t.ids[s]) ? !1 : r.runs.every((e) => t.runs.some((s) => s.neg === e.neg && Ts(s.state, e.state))), xs = (r) => ({
			has: new Float64Array(r),
			seen: new Float64Array(r),
			gen: 0
		}), dt = class {
			dots;
			dotStart;
			#t;
			constructor(t, e, s) {
				this.dots = t, this.dotStart = e, this.#t = s;
			}
			state() {
				return new Re(++this.#t.gen);
			}
			done(t) {
				return t.ids = t.threads.map((e) => e.id).sort((e, s) => e - s), t.match && t.ids.unshift(Ae.id), t;
			}
			#n(t, e) {
				let { seen: s } = this.#t;
				return s[e.id] === t.gen ? !1 : (s[e.id] = t.gen, !0);
			}
			#i(t, e) {
				let { has: s } = this.#t;
				return s[e.id] === t.gen ? !1 : (s[e.id] = t.gen, t.threads.push(e), !0);
			}
			restricted(t, e) {
				return e && (this.dots || this.dotStart && t === 0);
			}
			add(t, e, s, i) {
				switch (e.t) {
					case "split":
						if (!this.#n(t, e)) return;
						for (let o of e.out) this.add(t, o, s, i);
						return;
					case "neg":
						if (!this.#n(t, e)) return;
						let n = this.state();
						return this.add(n, e.sub, s, !1), this.done(n), this.addRun(t, {
							t: "run",
							neg: e,
							state: n
						}, s, i);
					case "star":
						if (this.restricted(s, i)) return;
						this.#i(t, e) && this.add(t, e.next, s, i);
						return;
					case "match":
						t.match = !0;
						return;
					default: this.#i(t, e);
				}
			}
			addRun(t, e, s, i) {
				for (let n of t.runs) if (n.neg === e.neg && Ts(n.state, e.state)) return;
				t.runs.push(e), e.state.match || this.add(t, e.neg.next, s, i);
			}
			step(t, e, s, i) {
				let n = this.state();
				for (let o of t.threads) switch (o.t) {
					case "lit":
						Fe(o, e) && this.add(n, o.next, s + 1, i);
						break;
					case "any":
						this.restricted(s, i) || this.add(n, o.next, s + 1, i);
						break;
					case "class":
						!this.restricted(s, i) && o.re.test(e) && this.add(n, o.next, s + 1, i);
						break;
					case "star": this.restricted(s, i) || this.add(n, o, s + 1, i);
				}
				if (!this.restricted(s, i)) for (let o of t.runs) {
					if (o.state.dead) {
						this.addRun(n, o, s + 1, i);
						continue;
					}
					let h = this.step(o.state, e, s, !1);
					this.addRun(n, {
						t: "run",
						neg: o.neg,
						state: h
					}, s + 1, i);
				}
				return this.done(n);
			}
		}, Fs = (r) => {
			let t = r.ids.join();
			if (!r.runs.length) return t;
			return `${t}|${r.runs.map((s) => `${s.neg.id}(${Fs(s.state)})`).sort().join("|")}`;
		}, en = 1 << 18, Pe = class {
			#t;
			#n = /* @__PURE__ */ new Map();
			#i = 0;
			#o;
			#r;
			#d;
			#f;
			constructor(t, e) {
				this.#t = t, this.#d = new dt(!1, !1, e), this.#f = new dt(!1, !0, e);
			}
			#u(t) {
				return {
					state: t,
					match: t.match,
					dead: t.dead,
					next: /* @__PURE__ */ new Map()
				};
			}
			#h(t) {
				let e = Fs(t), s = this.#n.get(e);
				if (s) return s;
				this.#i > en && this.#m();
				let i = this.#u(t);
				return this.#n.set(e, i), this.#i += e.length + 1, i;
			}
			#m() {
				this.#n.clear(), this.#i = 0, this.#o = void 0, this.#r = void 0;
			}
			start(t) {
				if (t) {
					if (this.#r) return this.#r;
					let s = this.#f.state();
					return this.#f.add(s, this.#t, 0, !0), this.#r = this.#u(this.#f.done(s));
				}
				if (this.#o) return this.#o;
				let e = this.#d.state();
				return this.#d.add(e, this.#t, 0, !0), this.#o = this.#h(this.#d.done(e));
			}
			next(t, e) {
				let s = e.charCodeAt(0), i = s < 128 ? void 0 : t.next.get(e);
				if (i) return i;
				let n = t === this.#r ? this.#h(this.#f.step(t.state, e, 0, !0)) : this.#h(this.#d.step(t.state, e, 1, !0));
				return s < 128 ? (t.ascii || (t.ascii = new Array(128), this.#i += 128), t.ascii[s] = n) : t.next.set(e, n), this.#i++, n;
			}
		}, sn = (r) => {
			let t = [];
			for (let e = r; e.t !== "match"; e = e.next) {
				if (e.t === "split" || e.t === "neg") return;
				t.push(e);
			}
			return t;
		}, nn = (r, t, e, s) => {
			let i = 0, n = e, o = -1, h = 0;
			for (; n < s;) {
				let a = r[i];
				if (a?.t === "star") {
					o = i++, h = n;
					continue;
				}
				let l = t[n];
				if (a && (a.t === "any" || a.t === "lit" && Fe(a, l) || a.t === "class" && a.re.test(l))) {
					i++, n++;
					continue;
				}
				if (o === -1) return !1;
				i = o + 1, n = ++h;
			}
			for (; r[i]?.t === "star";) i++;
			return i === r.length;
		}, js = (r) => {
			let t = 0, e = 0;
			for (let s of r) {
				let [i, n] = rn(s);
				t += i, e += n;
			}
			return [t, e];
		}, rn = (r) => {
			if (r.t === "star") return [0, 1 / 0];
			if (r.t !== "ext") return [1, 1];
			if (r.type === "!") return [0, 1 / 0];
			let t = r.alts.map(js), e = Math.min(...t.map((n) => n[0])), s = Math.max(...t.map((n) => n[1])), i = s === 0 ? 0 : 1 / 0;
			return r.type === "@" ? [e, s] : r.type === "?" ? [0, s] : r.type === "*" ? [0, i] : [e, i];
		}, Cs = (r, t, e) => {
			for (let s = 0; s < r.length; s++) if (!Fe(r[s], t[e + s])) return !1;
			return !0;
		}, on = /[/\ud800-\udfff]/, hn = /[\ud800-\udfff]/, Lt = (r) => hn.test(r) ? [...r] : r, Ms = (r) => {
			if (r.includes("/")) throw new Error("can only match a single path portion, got: " + r);
		}, Te = class {
			pattern;
			options;
			#t;
			#n;
			#i;
			#o;
			#r;
			#d = !1;
			#f;
			#u;
			#h = !1;
			#m = 0;
			#l = 1 / 0;
			#a = [];
			#s = [];
			#b;
			#E;
			#y = !1;
			#g;
			#w;
			constructor(t, e = {}) {
				if (t.includes("/")) throw new Error("can only match a single path portion, got pattern: " + t);
				this.pattern = t, this.options = e;
				let { nocase: s = !1, noext: i = !1, normalize: n } = e;
				this.#w = n === !0 ? "NFC" : n || void 0;
				let o = /^[?*+@]\(\)$/.test(t), h = Ji(t, s, i || o, this.#w, e.rangeMark), [a] = Rs(h, Zi(h), 0, h.length, !0);
				this.#w && (a = Ps(a, this.#w));
				let [l, c] = Qi(a, s);
				if (this.#t = l, this.#n = c, a.every((u) => u.t === "lit")) this.#r = a.map((u) => u.ch).join(""), this.#d = s;
				else {
					let u = (g) => g.t !== "lit" ? void 0 : s ? {
						ch: g.ch,
						re: As(g.ch)
					} : { ch: g.ch };
					for (let g of a) {
						let d = u(g);
						if (!d) break;
						this.#a.push(d);
					}
					for (let g = a.length - 1; g >= 0; g--) {
						let d = u(a[g]);
						if (!d) break;
						this.#s.unshift(d);
					}
					this.#y = !!(this.#a.length || this.#s.length), s || (this.#b = this.#a.map((g) => g.ch).join(""), this.#E = this.#s.map((g) => g.ch).join("")), this.#u = sn(this.#t)?.slice(this.#a.length, -this.#s.length || void 0), this.#h = !!this.#u?.every((g) => g.t === "star" || g.t === "any");
					let [f, p] = js(a);
					this.#m = f, this.#l = p;
				}
			}
			test(t) {
				return this.#w ? (Ms(t), this.#p(t.normalize(this.#w))) : on.test(t) ? (Ms(t), this.#p(t, [...t])) : this.#p(t, t);
			}
			testUnchecked(t) {
				return this.#p(this.#w ? t.normalize(this.#w) : t);
			}
			#p(t, e) {
				if (this.#r !== void 0) return this.#d ? (this.#f ??= ks(this.#r)).test(t) : t === this.#r;
				let s = this.#m, i = this.#l;
				if (e === void 0) {
					let c = t.length, u = c + 1 >> 1;
					if (c < s || u > i) return !1;
					(u < s || c > i) && (e = Lt(t));
				}
				if (e !== void 0 && (e.length < s || e.length > i)) return !1;
				let n = this.#a.length;
				if (this.#y) if (this.#b !== void 0 && this.#E !== void 0) {
					if (!t.startsWith(this.#b) || !t.endsWith(this.#E)) return !1;
				} else {
					e ??= Lt(t);
					let c = e.length - this.#s.length;
					if (!Cs(this.#a, e, 0) || !Cs(this.#s, e, c)) return !1;
				}
				let o = !this.options.dot && t.startsWith(".");
				if (this.#u) {
					if (t === "." || t === ".." || o && !n) return !1;
					if (this.#h) return !0;
					e ??= Lt(t);
					let c = e.length - this.#s.length;
					return nn(this.#u, e, n, c);
				}
				if (e ??= Lt(t), t === "." || t === "..") {
					this.#i ??= xs(this.#n);
					let c = this.#o ??= new dt(!0, !1, this.#i), u = c.state();
					c.add(u, this.#t, 0, !0);
					let f = c.done(u);
					for (let p = 0; p < e.length; p++) f = c.step(f, e[p], p, !0);
					return f.match;
				}
				this.#i ??= xs(this.#n);
				let h = this.#g ??= new Pe(this.#t, this.#i), a = h.start(o), l = e === t;
				for (let c = 0; c < e.length; c++) {
					if (a.dead) return !1;
					let u = l ? t.charCodeAt(c) : e[c].charCodeAt(0);
					a = a.ascii?.[u] ?? h.next(a, e[c]);
				}
				return a.match;
			}
			toString() {
				return tn(this.#t);
			}
		};
		Wt.Matcher = Te;
	});
	var Ds = C((zt) => {
		"use strict";
		Object.defineProperty(zt, "__esModule", { value: !0 });
		zt.assertValidPattern = void 0;
		var an = 65536, ln = (r) => {
			if (typeof r != "string") throw new TypeError("invalid pattern");
			if (r.length > an) throw new TypeError("pattern is too long");
		};
		zt.assertValidPattern = ln;
	});
	var je = C((Bt) => {
		"use strict";
		Object.defineProperty(Bt, "__esModule", { value: !0 });
		Bt.escape = void 0;
		var cn = (r, { windowsPathsNoEscape: t = !1, magicalBraces: e = !1 } = {}) => e ? t ? r.replace(/[?*()[\]{}]/g, "[$&]") : r.replace(/[?*()[\]\\{}]/g, "\\$&") : t ? r.replace(/[?*()[\]]/g, "[$&]") : r.replace(/[?*()[\]\\]/g, "\\$&");
		Bt.escape = cn;
	});
	var Ne = C((Gt) => {
		"use strict";
		Object.defineProperty(Gt, "__esModule", { value: !0 });
		Gt.unescape = void 0;
		var un = (r, { windowsPathsNoEscape: t = !1, magicalBraces: e = !0 } = {}) => e ? t ? r.replace(/\[([^/\\])\]/g, "$1") : r.replace(/((?!\\).|^)\[([^/\\])\]/g, "$1$2").replace(/\\([^/])/g, "$1") : t ? r.replace(/\[([^/\\{}])\]/g, "$1") : r.replace(/((?!\\).|^)\[([^/\\{}])\]/g, "$1$2").replace(/\\([^/{}])/g, "$1");
		Gt.unescape = un;
	});
	var Y = C((w) => {
		"use strict";
		Object.defineProperty(w, "__esModule", { value: !0 });
		w.unescape = w.escape = w.Minimatch = w.match = w.braceExpand = w.defaults = w.filter = w.GLOBSTAR = w.sep = w.minimatch = void 0;
		var fn = vs(), Ls = Ns(), Ut = Ds(), dn = je(), pn = Ne(), mn = (r, t, e = {}) => ((0, Ut.assertValidPattern)(t), !e.nocomment && t.charAt(0) === "#" ? !1 : wn(t, e).match(r));
		w.minimatch = mn;
		var ot = /* @__PURE__ */ new Map(), gn = 256, wn = (r, t) => {
			let e = r + "\0" + JSON.stringify(t), s = ot.get(e);
			return s ? ot.delete(e) : (s = new ht(r, { ...t }), ot.size >= gn && ot.delete(ot.keys().next().value)), ot.set(e, s), s;
		}, $s = typeof process == "object" && process ? process.env?.__MINIMATCH_TESTING_PLATFORM__ || process.platform : "posix", Ws = {
			win32: { sep: "\\" },
			posix: { sep: "/" }
		};
		w.sep = $s === "win32" ? Ws.win32.sep : Ws.posix.sep;
		w.minimatch.sep = w.sep;
		w.GLOBSTAR = Symbol("globstar **");
		w.minimatch.GLOBSTAR = w.GLOBSTAR;
		var bn = (r, t = {}) => (e) => (0, w.minimatch)(e, r, t);
		w.filter = bn;
		w.minimatch.filter = w.filter;
		var q = (r, t = {}) => Object.assign({}, r, t), yn = (r) => {
			if (!r || typeof r != "object" || !Object.keys(r).length) return w.minimatch;
			let t = w.minimatch;
			return Object.assign((s, i, n = {}) => t(s, i, q(r, n)), {
				Minimatch: class extends t.Minimatch {
					constructor(i, n = {}) {
						super(i, q(r, n));
					}
					static defaults(i) {
						return t.defaults(q(r, i)).Minimatch;
					}
				},
				unescape: (s, i = {}) => t.unescape(s, q(r, i)),
				escape: (s, i = {}) => t.escape(s, q(r, i)),
				filter: (s, i = {}) => t.filter(s, q(r, i)),
				defaults: (s) => t.defaults(q(r, s)),
				braceExpand: (s, i = {}) => t.braceExpand(s, q(r, i)),
				match: (s, i, n = {}) => t.match(s, i, q(r, n)),
				sep: t.sep,
				GLOBSTAR: w.GLOBSTAR
			});
		};
		w.defaults = yn;
		w.minimatch.defaults = w.defaults;
		var Sn = (r, t = {}) => ((0, Ut.assertValidPattern)(r), t.nobrace || !/\{(?:(?!\{).)*\}/.test(r) ? [r] : (0, fn.expand)(r, { max: t.braceExpandMax }));
		w.braceExpand = Sn;
		w.minimatch.braceExpand = w.braceExpand;
		var vn = 100, _n = /(?<![\\$])\{(-?\d+)\.\.(-?\d+)\}/g, En = (r, t, e = {}) => {
			let s = new ht(t, e);
			return r = r.filter((i) => s.match(i)), s.options.nonull && !r.length && r.push(t), r;
		};
		w.match = En;
		w.minimatch.match = w.match;
		var zs = /[?*]|[+@!]\(.*?\)|\[|\]/, Us = (r, t) => {
			let e = t + 1;
			(r.charAt(e) === "!" || r.charAt(e) === "^") && e++;
			let s = !1;
			for (; e < r.length; e++) {
				let i = r.charAt(e);
				if (i === "]" && s) return e;
				s = !0, i === "\\" && e++;
			}
			return -1;
		}, On = (r, t) => {
			if (!t && (r === "+()" || r === "@()")) return r;
			let e = "";
			for (let s = 0; s < r.length; s++) {
				let i = r.charAt(s);
				if (i === "\\") e += r.charAt(++s) || i;
				else {
					if (i === "*" || i === "?") return;
					if (i === "[") {
						let n = Us(r, s);
						if (n === -1) {
							e += i;
							continue;
						}
						let o = r.slice(s + 1, n);
						if (o.startsWith("\\") && (o = o.slice(1)), [...o].length !== 1 || "!^".includes(r.charAt(s + 1))) return;
						e += o, s = n;
					} else {
						if (!t && "+@!".includes(i) && r.charAt(s + 1) === "(" && r.includes(")", s + 2)) return;
						e += i;
					}
				}
			}
			return e;
		}, xn = (r) => {
			if (/^[?*+@]\(\)$/.test(r) || r.includes("[:")) return !1;
			let t = 0;
			for (let e = 0; e < r.length; e++) {
				let s = r.charAt(e);
				if (s === "\\") {
					if (++e === r.length) return !1;
				} else if (s === "[") {
					let i = Us(r, e);
					i !== -1 && (e = i);
				} else if ("+@!?*".includes(s) && r.charAt(e + 1) === "(") t++, e++;
				else if (s === ")") {
					if (!t--) return !1;
				} else if (s === "|" && !t) return !1;
			}
			return !t;
		}, De, Bs, V = (r, t) => typeof r == "string" ? t === r : t !== "" && r.testUnchecked(t), Gs = (r, t, e, s, i) => V(r, t) ? e : s !== void 0 && V(r, s) ? i : -1, Be = (r) => r === "." || r === "..", Le = (r) => typeof r == "string" && /^[a-z]:$/i.test(r), $t = (r) => typeof r == "string" && /^unc$/i.test(r), We = (r) => {
			if (r[0] !== "" || r[1] !== "") return -1;
			let t = r[2] !== "?" ? 2 : $t(r[3]) ? 4 : -1, e = r[t], s = r[t + 1];
			return t !== -1 && e !== void 0 && e !== "" && e !== w.GLOBSTAR && s !== void 0 && s !== "" && s !== w.GLOBSTAR ? t : -1;
		}, It = (r, t) => !Be(r) && (t || !r.startsWith(".")), pt = (r, t, e, s, i) => {
			for (let n = t; n < e;) {
				if (r.charCodeAt(n) === 46) {
					if (!s) return !0;
					let h = r.charCodeAt(n + 1) === 46 ? n + 2 : n + 1;
					if (h >= e || qt(r.charCodeAt(h), i)) return !0;
				}
				let o = Ge(r, n, i);
				if (o === -1) return !1;
				for (n = o + 1; n < e && qt(r.charCodeAt(n), i);) n++;
			}
			return !1;
		}, qt = (r, t) => t === "/" ? r === 47 : t === "\\" ? r === 92 : r === 47 || r === 92, Ge = (r, t, e) => {
			if (e !== "both") return r.indexOf(e, t);
			let s = r.indexOf("/", t), i = r.indexOf("\\", t);
			return s === -1 ? i : i === -1 ? s : Math.min(s, i);
		}, Is = (r, t, e) => e !== "both" ? r.lastIndexOf(e, t) : Math.max(r.lastIndexOf("/", t), r.lastIndexOf("\\", t)), ze = {}, ht = class {
			options;
			set;
			pattern;
			windowsPathsNoEscape;
			nonegate;
			negate;
			comment;
			empty;
			preserveMultipleSlashes;
			partial;
			globSet;
			globParts;
			nocase;
			isWindows;
			platform;
			windowsNoMagicRoot;
			maxGlobstarRecursion;
			#t;
			#n;
			#i;
			#o;
			#r = [];
			#d = [];
			#f = [];
			#u = /* @__PURE__ */ new Map();
			#h = !1;
			#m;
			#l = /* @__PURE__ */ new WeakMap();
			constructor(t, e = {}) {
				(0, Ut.assertValidPattern)(t), e = e || {}, this.options = e, this.maxGlobstarRecursion = e.maxGlobstarRecursion ?? 200, this.pattern = t, this.platform = e.platform || $s, this.isWindows = this.platform === "win32";
				let s = "allowWindowsEscape";
				this.windowsPathsNoEscape = !!e.windowsPathsNoEscape || e[s] === !1, this.windowsPathsNoEscape && (this.pattern = this.pattern.replace(/\\/g, "/")), this.preserveMultipleSlashes = !!e.preserveMultipleSlashes, this.negate = !1, this.nonegate = !!e.nonegate, this.comment = !1, this.empty = !1, this.partial = !!e.partial, this.nocase = !!this.options.nocase, this.windowsNoMagicRoot = e.windowsNoMagicRoot !== void 0 ? e.windowsNoMagicRoot : !!(this.isWindows && this.nocase), this.globSet = [], this.globParts = [], this.set = [], this.#t = !this.preserveMultipleSlashes, this.#i = (e.optimizationLevel ?? 1) >= 2;
				let i = e.normalize;
				this.#o = i === !0 ? "NFC" : i || void 0, this.make();
				let n = this.set.map((o) => this.#s(o));
				this.#f = this.set.map((o, h) => this.#t && o.length - 1 > n[h]), this.#r = this.set.map((o, h) => {
					let a = this.#f[h] ? o.length - 1 : o.length, l = o.slice(n[h] + 1, a).filter((c) => typeof c == "string" && !!c);
					return [...new Set(l)];
				}), this.#n = this.#r.some((o) => o.length), this.#d = this.set.map((o, h) => {
					let [a, l, c] = o;
					if (this.#f[h] && o.length === 2 && a === w.GLOBSTAR && l !== w.GLOBSTAR) return "tail";
					if (this.#f[h] && e.matchBase && o.length === 1 && a !== w.GLOBSTAR && a !== "") return "base";
					if (!(!this.#t || n[h] !== -1)) {
						if (o.length === 3 && a === w.GLOBSTAR && c === w.GLOBSTAR && l !== w.GLOBSTAR && l !== "" && this.maxGlobstarRecursion > 0) return "mid";
						if (o.length === 2 && l === w.GLOBSTAR && a !== w.GLOBSTAR && a !== "") return "head";
					}
				});
			}
			#a(t) {
				return this.#o ? t.normalize(this.#o) : t;
			}
			#s(t) {
				if (!this.isWindows) return -1;
				if (Le(t[0])) return 0;
				if (t[0] === "" && t[1] === "" && t[2] === "?" && Le(t[3])) return 3;
				let s = We(t);
				return s === -1 ? -1 : s + 1;
			}
			hasMagic() {
				if (this.options.magicalBraces && this.set.length > 1) return !0;
				for (let t of this.set) for (let e of t) if (typeof e != "string") return !0;
				return !1;
			}
			make() {
				let t = this.pattern, e = this.options;
				if (!e.nocomment && t.charAt(0) === "#") {
					this.comment = !0;
					return;
				}
				if (!t) {
					this.empty = !0;
					return;
				}
				this.parseNegate(), this.globSet = [...new Set(this.#M())];
				let s = this.globSet.map((n) => this.#e(n));
				this.globParts = this.preprocess(s), this.#h = !0;
				let i = this.globParts.map((n, o, h) => {
					if (this.isWindows && this.windowsNoMagicRoot) {
						let a = n[2] === "?" && $t(n[3]) ? 6 : 4, l = n[0] === "" && n[1] === "" && (n[2] === "?" || !zs.test(n[2])) && n.slice(3, a).every((u) => !zs.test(u)), c = /^[a-z]:/i.test(n[0]);
						if (l) return [...n.slice(0, a).map((u) => this.#a(u)), ...n.slice(a).map((u) => this.parse(u))];
						if (c) return [this.#a(n[0]), ...n.slice(1).map((u) => this.parse(u))];
					}
					return n.map((a) => this.parse(a));
				});
				if (this.set = i.filter((n) => n.indexOf(!1) === -1), this.isWindows) for (let n = 0; n < this.set.length; n++) {
					let o = this.set[n];
					o[0] === "" && o[1] === "" && this.globParts[n][2] === "?" && (Le(o[3]) || $t(this.globParts[n][3])) && ($t(this.globParts[n][3]) && (o[3] = "UNC"), o[2] = "?");
				}
				e.noext || this.mergeRows(), this.#h = !1, this.set.forEach((n, o) => {
					for (let h = 0; h < n.length; h++) n[h] === ze && (n[h] = this.parse(this.globParts[o][h]));
				});
			}
			mergeRows() {
				let t = !0;
				for (; t;) {
					t = !1;
					let e = Math.max(0, ...this.set.map((s) => s.length));
					for (let s = 0; s < e; s++) {
						let i = /* @__PURE__ */ new Map();
						this.set.forEach((o, h) => {
							if (!(o[s] instanceof Ls.Matcher || o[s] === ze) || !xn(this.globParts[h][s])) return;
							let a = [...this.globParts[h]];
							a[s] = "";
							let l = `${o.length}/${a.join("/")}`, c = i.get(l);
							c ? c.push(h) : i.set(l, [h]);
						});
						let n = /* @__PURE__ */ new Set();
						for (let o of i.values()) {
							if (o.length < 2) continue;
							let [h, ...a] = o, c = `@(${o.map((u) => this.globParts[u][s]).join("|")})`;
							this.globParts[h][s] = c, this.set[h][s] = this.parse(c);
							for (let u of a) n.add(u);
						}
						n.size && (t = !0, this.set = this.set.filter((o, h) => !n.has(h)), this.globParts = this.globParts.filter((o, h) => !n.has(h)));
					}
				}
			}
			preprocess(t) {
				if (this.options.noglobstar) for (let s of t) for (let i = 0; i < s.length; i++) s[i] === "**" && (s[i] = "*");
				let { optimizationLevel: e = 1 } = this.options;
				return e >= 2 ? (t = this.firstPhasePreProcess(t), t = this.secondPhasePreProcess(t)) : e >= 1 ? t = this.levelOneOptimize(t) : t = this.adjascentGlobstarOptimize(t), t;
			}
			adjascentGlobstarOptimize(t) {
				return t.map((e) => {
					let s = -1;
					for (; (s = e.indexOf("**", s + 1)) !== -1;) {
						let i = s;
						for (; e[i + 1] === "**";) i++;
						i !== s && e.splice(s, i - s);
					}
					return e;
				});
			}
			levelOneOptimize(t) {
				return t.map((e) => {
					let s = this.#s(e) + 1;
					return e = e.reduce((i, n) => {
						let o = i[i.length - 1];
						return n === "**" && o === "**" ? i : n === ".." && i.length > s && o && o !== ".." && o !== "." && o !== "**" ? (i.pop(), i) : (i.push(n), i);
					}, []), e.length === 0 ? [""] : e;
				});
			}
			#b(t) {
				let e = !this.isWindows || !t.includes("\\") ? "/" : t.includes("/") ? "both" : "\\", s = this.#t ? 0 : -1, i = "", n = 0, o, h = 0, a = !!this.options.dot;
				t: for (let l = 0; l < this.set.length; l++) {
					let c = this.set[l], u = c[c.length - 1], f = s !== -1 && this.#f[l] && u !== w.GLOBSTAR;
					if (f && s === 0) {
						let d = Is(t, t.length, e);
						if (n = d + 1, i = t.slice(n), i === "" && d >= 0) {
							let m = d;
							for (; m > 0 && qt(t.charCodeAt(m - 1), e);) m--;
							h = m === 0 ? 0 : Is(t, m - 1, e) + 1, o = t.slice(h, m);
						}
						let b = this.#i && (Be(i) || i === "" && o !== void 0 && Be(o));
						s = b ? -1 : 1, f = !b;
					}
					let p = -1;
					if (f && typeof u == "string" && (p = Gs(u, i, n, o, h), p === -1)) continue;
					if (this.#n) {
						for (let d of this.#r[l]) if (!t.includes(d)) continue t;
					}
					if (f && typeof u == "object" && (p = Gs(u, i, n, o, h), p === -1)) continue;
					let g = this.#d[l];
					if (g === "base" && f) return "yes";
					if (g === "tail" && f) {
						if (this.#i && pt(t, 0, p, !0, e)) return "maybe";
						if (!pt(t, 0, p, a, e)) return "yes";
						continue;
					}
					if (g === "mid" || g === "head") {
						let d = this.#y(t, c, g === "head", a, e);
						if (d !== "no") return d;
						continue;
					}
					return "maybe";
				}
				return "no";
			}
			#E(t, e, s) {
				let i = !!this.options.dot, n = t.length;
				if (s === "head") {
					if (n < 2 || !V(e[0], t[0])) return !1;
					for (let h = 1; h < n; h++) if (!It(t[h], i)) return !1;
					return !0;
				}
				let o = e[1];
				if (s === "tail") {
					let h = n - 1;
					if (!V(o, t[h]) && (t[h] !== "" || n === 1 || !V(o, t[--h]))) return !1;
					for (let a = 0; a < h; a++) if (!It(t[a], i)) return !1;
					return !0;
				}
				for (let h = 0; h < n; h++) {
					if (V(o, t[h]) && h + 1 < n) {
						let a = h + 1;
						for (; a < n && It(t[a], i);) a++;
						if (a === n) return !0;
					}
					if (!It(t[h], i)) return !1;
				}
				return !1;
			}
			#y(t, e, s, i, n) {
				if (this.#i && pt(t, 0, t.length, !0, n)) return "maybe";
				let o = e[s ? 0 : 1], h = 0;
				for (let a = Ge(t, h, n); a !== -1; a = Ge(t, h, n)) {
					let l = a + 1;
					for (; l < t.length && qt(t.charCodeAt(l), n);) l++;
					if ((typeof o == "string" ? a - h === o.length && t.startsWith(o, h) : a > h && o.testUnchecked(t.slice(h, a))) && !pt(t, l, t.length, i, n)) return "yes";
					if (s || pt(t, h, l, i, n)) return "no";
					h = l;
				}
				return "no";
			}
			#g(t) {
				let e = De;
				return e?.f === t && e.isWindows === this.isWindows && e.preserveMultipleSlashes === this.preserveMultipleSlashes && e.normalize === this.#o ? e : void 0;
			}
			#w(t) {
				let { isWindows: e, preserveMultipleSlashes: s } = this, i = this.#e(e ? t.split("\\").join("/") : t), n = this.#o;
				return n && (i = i.map((o) => o.normalize(n))), De = {
					f: t,
					isWindows: e,
					preserveMultipleSlashes: s,
					normalize: n,
					parts: i
				}, De;
			}
			#p(t) {
				let e = [...t], s = !1;
				do {
					if (s = !1, !this.preserveMultipleSlashes) {
						for (let o = 1; o < e.length - 1; o++) {
							let h = e[o];
							o === 1 && h === "" && e[0] === "" || (h === "." || h === "") && (s = !0, e.splice(o, 1), o--);
						}
						e[0] === "." && e.length === 2 && (e[1] === "." || e[1] === "") && (s = !0, e.pop());
					}
					let i = this.#s(e) + 1, n = i;
					for (; (n = e.indexOf("..", n + 1)) !== -1;) {
						let o = e[n - 1];
						o && o !== "." && o !== ".." && o !== "**" && (s = !0, e.splice(n - 1, 2), n = Math.max(n - 2, i));
					}
				} while (s);
				return e.length === 0 ? [""] : e;
			}
			firstPhasePreProcess(t) {
				let { braceExpandMax: e = 1e5 } = this.options, s = 0, i = 1e6, n = !1;
				do {
					n = !1;
					for (let o of t) {
						let h = -1;
						for (; (h = o.indexOf("**", h + 1)) !== -1;) {
							let c = h;
							for (; o[c + 1] === "**";) c++;
							c > h && o.splice(h + 1, c - h);
							let u = o[h + 1], f = o[h + 2], p = o[h + 3];
							if (u !== ".." || !f || f === "." || f === ".." || !p || p === "." || p === "..") continue;
							let g = o.length - 1;
							if (t.length >= e || s + g > i) throw new RangeError("optimizationLevel 2: too many patterns from '**/..'");
							n = !0, o.splice(h, 1);
							let d = o.slice(0);
							d[h] = "**", s += g, t.push(d), h--;
						}
						if (!this.preserveMultipleSlashes) {
							for (let c = 1; c < o.length - 1; c++) {
								let u = o[c];
								c === 1 && u === "" && o[0] === "" || (u === "." || u === "") && (n = !0, o.splice(c, 1), c--);
							}
							o[0] === "." && o.length === 2 && (o[1] === "." || o[1] === "") && (n = !0, o.pop());
						}
						let a = this.#s(o) + 1, l = a;
						for (; (l = o.indexOf("..", l + 1)) !== -1;) {
							let c = o[l - 1];
							if (c && c !== "." && c !== ".." && c !== "**") {
								n = !0;
								let f = l === 1 && o[l + 1] === "**" ? ["."] : [];
								o.splice(l - 1, 2, ...f), o.length === 0 && o.push(""), l = Math.max(l - 2, a);
							}
						}
					}
				} while (n);
				return t;
			}
			secondPhasePreProcess(t) {
				let e = /* @__PURE__ */ new Set(), s = t.filter((o) => {
					let h = o.join("/");
					return e.has(h) ? !1 : (e.add(h), !0);
				}), i = /* @__PURE__ */ new Map();
				for (let o of s) {
					let h = [];
					for (let a = 0; a < o.length; a++) o[a] === "*" && h.push(a);
					h.length && i.set(h.join(","), h);
				}
				if (!i.size || s.length * i.size > 1e5) return s;
				let { dot: n } = this.options;
				return s.filter((o) => {
					for (let h of i.values()) {
						if (h[h.length - 1] >= o.length) continue;
						let a = [...o], l = !0, c = !1;
						for (let u of h) {
							let f = o[u];
							if (f !== "*") {
								if (!f || f === "**" || !n && f.startsWith(".")) {
									l = !1;
									break;
								}
								a[u] = "*", c = !0;
							}
						}
						if (l && c && e.has(a.join("/"))) return !1;
					}
					return !0;
				});
			}
			parseNegate() {
				if (this.nonegate) return;
				let t = this.pattern, e = !1, s = 0;
				for (let i = 0; i < t.length && t.charAt(i) === "!"; i++) e = !e, s++;
				s && (this.pattern = t.slice(s)), this.negate = e;
			}
			#O(t, e, s, i) {
				let n = 0, o = 0, h = this.isWindows ? We(e) : -1, a = h === -1 ? -1 : We(s);
				if (a !== -1) {
					let l = s[a], c = s[a + 1];
					typeof l != "string" || typeof c != "string" ? (n = h, o = a) : e[h].toLowerCase() === l.toLowerCase() && e[h + 1].toLowerCase() === c.toLowerCase() && (n = h + 2, o = a + 2);
				} else if (this.isWindows) {
					let l = typeof t[0] == "string" && /^[a-z]:$/i.test(t[0]), c = !l && t[0] === "" && t[1] === "" && t[2] === "?" && /^[a-z]:$/i.test(t[3]), u = typeof s[0] == "string" && /^[a-z]:$/i.test(s[0]), f = !u && s[0] === "" && s[1] === "" && s[2] === "?" && typeof s[3] == "string" && /^[a-z]:$/i.test(s[3]), p = c ? 3 : l ? 0 : void 0, g = f ? 3 : u ? 0 : void 0;
					if (typeof p == "number" && typeof g == "number") {
						let [d, b] = [t[p], s[g]];
						d.toLowerCase() === b.toLowerCase() && (o = g + 1, n = p + 1);
					}
				}
				return t = e, s.includes(w.GLOBSTAR) ? this.#x(t, s, i, n, o) : this.#S(t, s, i, n, o);
			}
			#x(t, e, s, i, n) {
				let { head: o, body: h, tail: a, segments: l } = this.#v(e, s, n);
				if (o.length) {
					let u = i + o.length;
					if (!this.#S(t, o, s, i, 0, u)) return !1;
					i += o.length, n += o.length;
				}
				let c = 0;
				if (a.length) {
					if (a.length + i > t.length) return !1;
					let u = t.length - a.length;
					if (this.#S(t, a, s, u, 0)) c = a.length;
					else {
						if (t[t.length - 1] !== "" || i + a.length === t.length || (u--, !this.#S(t, a, s, u, 0))) return !1;
						c = a.length + 1;
					}
				}
				if (!h.length) {
					let u = !!c;
					for (let f = i; f < t.length - c; f++) {
						let p = String(t[f]);
						if (u = !0, p === "." || p === ".." || !this.options.dot && p.startsWith(".")) return !1;
					}
					return s || u;
				}
				return !!this.#_(t, l, t.length - c, i, 0, s, 0, !!c, /* @__PURE__ */ new Set());
			}
			#v(t, e, s) {
				let i = this.#l.get(t);
				i || (i = [], this.#l.set(t, i));
				let n = s * 2 + (e ? 1 : 0), o = i[n];
				if (o) return o;
				let h = t.indexOf(w.GLOBSTAR, s), a = t.lastIndexOf(w.GLOBSTAR), l = t.slice(s, h), c = t.slice(h + 1, e ? void 0 : a), u = e ? [] : t.slice(a + 1), f = [[[], 0]], p = f[0], g = 0, d = [0];
				for (let m of c) m === w.GLOBSTAR ? (d.push(g), p = [[], 0], f.push(p)) : (p[0].push(m), g++);
				f.forEach((m, y) => {
					m[1] = g - d[y];
				});
				let b = {
					head: l,
					body: c,
					tail: u,
					segments: f
				};
				return i[n] = b, b;
			}
			#_(t, e, s, i, n, o, h, a, l) {
				let c = e[n];
				if (!c) {
					if (o) return i >= s || i === s - 1 && t[i] === "";
					for (let g = i; g < s; g++) {
						a = !0;
						let d = t[g];
						if (d === "." || d === ".." || !this.options.dot && d.startsWith(".")) return !1;
					}
					return a;
				}
				let [u, f] = c, p = o ? s : s - f;
				for (; i <= p;) {
					let g = n * (t.length + 1) + i;
					if (l.has(g)) return !1;
					if (l.add(g), this.#S(t, u, o, i, 0, i + u.length) && h < this.maxGlobstarRecursion) {
						let m = this.#_(t, e, s, i + u.length, n + 1, o, h + 1, a, l);
						if (m !== !1) return m;
					}
					if (i === p) break;
					let b = t[i];
					if (b === "." || b === ".." || !this.options.dot && b.startsWith(".")) return !1;
					i++;
				}
				return o || null;
			}
			#S(t, e, s, i, n, o = t.length) {
				let h, a, l, c;
				for (h = i, a = n, c = Math.min(o, t.length), l = e.length; h < c && a < l; h++, a++) {
					let u = e[a], f = t[h];
					if (u === !1 || u === w.GLOBSTAR || !V(u, f)) return !1;
				}
				if (h === c && a === l) return !0;
				if (h === c) return s;
				if (a === l) return h === c - 1 && t[h] === "";
				throw new Error("wtf?");
			}
			braceExpand() {
				return (0, w.braceExpand)(this.pattern, this.options);
			}
			#M() {
				let { pattern: t } = this;
				if (this.options.nobrace) return this.braceExpand();
				let e = 57344;
				for (; t.includes(String.fromCharCode(e));) if (++e > 63743) return this.braceExpand();
				let s = String.fromCharCode(e), i = !1, n = t.replace(_n, (h, a, l) => {
					let c = Number(a), u = Number(l);
					return !Number.isSafeInteger(c) || !Number.isSafeInteger(u) || Math.abs(c - u) + 1 < vn ? h : (i = !0, `${s}${a}..${l}${s}`);
				});
				if (!i) return this.braceExpand();
				let o = (0, w.braceExpand)(n, this.options);
				for (let h of o) for (let a of h.split("/")) {
					let l = a.indexOf("[");
					if (l !== -1 && l < a.lastIndexOf(s)) return this.braceExpand();
				}
				return this.#m = s, o;
			}
			parse(t) {
				(0, Ut.assertValidPattern)(t);
				let e = this.options;
				if (t === "**") return w.GLOBSTAR;
				if (t === "") return "";
				let { nocase: s, nocaseMagicOnly: i, noext: n = !1, dot: o, normalize: h } = e, a = this.#m, l = a && t.includes(a) ? void 0 : On(t, n);
				if (l !== void 0 && !(s && !i && t.toUpperCase() !== t.toLowerCase())) return this.#a(l);
				if (this.#h) return ze;
				let c = this.#u.get(t);
				return c || (c = new Ls.Matcher(t, {
					nocase: s,
					noext: n,
					dot: o,
					normalize: h,
					...a && { rangeMark: a }
				}), this.#u.set(t, c)), c;
			}
			#e(t) {
				return this.preserveMultipleSlashes ? t.split("/") : this.isWindows && /^\/\/[^/]+/.test(t) ? ["", ...t.split(/\/+/)] : t.split(/\/+/);
			}
			match(t, e = this.partial) {
				if (this.comment) return !1;
				if (this.empty) return t === "";
				if (t === "/" && e) return !0;
				let s = this.options, i = this.#g(t);
				if (!i) {
					if (!e && !this.#o && (this.#t || this.#n) && Bs !== t) {
						Bs = t;
						let l = this.#b(t);
						if (l === "no") return s.flipNegate ? !1 : this.negate;
						if (l === "yes") return s.flipNegate ? !0 : !this.negate;
					}
					i = this.#w(t);
				}
				let n = i.parts, o = this.#i ? i.resolved ??= this.#p(n) : n, h = this.set, a = n[n.length - 1];
				if (!a) for (let l = n.length - 2; !a && l >= 0; l--) a = n[l];
				for (let l = 0; l < h.length; l++) {
					let c = h[l], u = e ? void 0 : this.#d[l];
					if (u === "base" ? V(c[0], a) : u ? this.#E(o, c, u) : s.matchBase && c.length === 1 ? this.#O([a], [a], c, e) : this.#O(n, o, c, e)) return s.flipNegate ? !0 : !this.negate;
				}
				return s.flipNegate ? !1 : this.negate;
			}
			static defaults(t) {
				return w.minimatch.defaults(t).Minimatch;
			}
		};
		w.Minimatch = ht;
		var Cn = je();
		Object.defineProperty(w, "escape", {
			enumerable: !0,
			get: function() {
				return Cn.escape;
			}
		});
		var Mn = Ne();
		Object.defineProperty(w, "unescape", {
			enumerable: !0,
			get: function() {
				return Mn.unescape;
			}
		});
		w.minimatch.Minimatch = ht;
		w.minimatch.escape = dn.escape;
		w.minimatch.unescape = pn.unescape;
	});
	var Ys = C((Xt) => {
		"use strict";
		var Hs = (r, t) => () => (t || r((t = { exports: {} }).exports, t), t.exports), kn = Hs((r) => {
			"use strict";
			Object.defineProperty(r, "__esModule", { value: !0 }), r.tracing = r.metrics = void 0;
			var t = __require("node:diagnostics_channel");
			r.metrics = (0, t.channel)("lru-cache:metrics"), r.tracing = (0, t.tracingChannel)("lru-cache");
		}), An = Hs((r) => {
			"use strict";
			Object.defineProperty(r, "__esModule", { value: !0 }), r.defaultPerf = void 0, r.defaultPerf = typeof performance == "object" && performance && typeof performance.now == "function" ? performance : Date;
		});
		Object.defineProperty(Xt, "__esModule", { value: !0 });
		Xt.LRUCache = void 0;
		var O = kn(), Rn = An(), Ie = () => O.metrics.hasSubscribers || O.tracing.hasSubscribers, Xs = /* @__PURE__ */ new Set(), qs = typeof process == "object" && process ? process : {}, Pn = (r, t, e, s) => {
			typeof qs.emitWarning == "function" ? qs.emitWarning(r, t, e, s) : console.error(`[${e}] ${t}: ${r}`);
		}, Tn = (r) => !Xs.has(r), J = (r) => !!r && r === Math.floor(r) && r > 0 && isFinite(r), Ks = (r) => J(r) ? r <= Math.pow(2, 8) ? Uint8Array : r <= Math.pow(2, 16) ? Uint16Array : r <= Math.pow(2, 32) ? Uint32Array : r <= Number.MAX_SAFE_INTEGER ? Ht : null : null, Ht = class extends Array {
			constructor(r) {
				super(r), this.fill(0);
			}
		}, Fn = class mt {
			heap;
			length;
			static #t = !1;
			static create(t) {
				let e = Ks(t);
				if (!e) return [];
				mt.#t = !0;
				let s = new mt(t, e);
				return mt.#t = !1, s;
			}
			constructor(t, e) {
				if (!mt.#t) throw new TypeError("instantiate Stack using Stack.create(n)");
				this.heap = new e(t), this.length = 0;
			}
			push(t) {
				this.heap[this.length++] = t;
			}
			pop() {
				return this.heap[--this.length];
			}
		};
		Xt.LRUCache = class Vs {
			#t;
			#n;
			#i;
			#o;
			#r;
			#d;
			#f;
			#u;
			get perf() {
				return this.#u;
			}
			ttl;
			ttlResolution;
			ttlAutopurge;
			updateAgeOnGet;
			updateAgeOnHas;
			allowStale;
			noDisposeOnSet;
			noUpdateTTL;
			maxEntrySize;
			sizeCalculation;
			noDeleteOnFetchRejection;
			noDeleteOnStaleGet;
			allowStaleOnFetchAbort;
			allowStaleOnFetchRejection;
			ignoreFetchAbort;
			backgroundFetchSize;
			#h;
			#m;
			#l;
			#a;
			#s;
			#b;
			#E;
			#y;
			#g;
			#w;
			#p;
			#O;
			#x;
			#v;
			#_;
			#S;
			#M;
			#e;
			#P;
			static unsafeExposeInternals(t) {
				return {
					starts: t.#x,
					ttls: t.#v,
					autopurgeTimers: t.#_,
					sizes: t.#O,
					keyMap: t.#l,
					keyList: t.#a,
					valList: t.#s,
					next: t.#b,
					prev: t.#E,
					get head() {
						return t.#y;
					},
					get tail() {
						return t.#g;
					},
					free: t.#w,
					isBackgroundFetch: (e) => t.#c(e),
					backgroundFetch: (e, s, i, n) => t.#L(e, s, i, n),
					moveToTail: (e) => t.#K(e),
					indexes: (e) => t.#A(e),
					rindexes: (e) => t.#R(e),
					isStale: (e) => t.#C(e)
				};
			}
			get max() {
				return this.#t;
			}
			get maxSize() {
				return this.#n;
			}
			get calculatedSize() {
				return this.#m;
			}
			get size() {
				return this.#h;
			}
			get fetchMethod() {
				return this.#d;
			}
			get memoMethod() {
				return this.#f;
			}
			get dispose() {
				return this.#i;
			}
			get onInsert() {
				return this.#o;
			}
			get disposeAfter() {
				return this.#r;
			}
			constructor(t) {
				let { max: e = 0, ttl: s, ttlResolution: i = 1, ttlAutopurge: n, updateAgeOnGet: o, updateAgeOnHas: h, allowStale: a, dispose: l, onInsert: c, disposeAfter: u, noDisposeOnSet: f, noUpdateTTL: p, maxSize: g = 0, maxEntrySize: d = 0, sizeCalculation: b, fetchMethod: m, memoMethod: y, noDeleteOnFetchRejection: _, noDeleteOnStaleGet: v, allowStaleOnFetchRejection: S, allowStaleOnFetchAbort: K, ignoreFetchAbort: B, backgroundFetchSize: U = 1, perf: rt } = t;
				if (this.backgroundFetchSize = U, rt !== void 0 && typeof rt?.now != "function") throw new TypeError("perf option must have a now() method if specified");
				if (this.#u = rt ?? Rn.defaultPerf, e !== 0 && !J(e)) throw new TypeError("max option must be a nonnegative integer");
				let Se = e ? Ks(e) : Array;
				if (!Se) throw new Error("invalid max value: " + e);
				if (this.#t = e, this.#n = g, this.maxEntrySize = d || this.#n, this.sizeCalculation = b, this.sizeCalculation) {
					if (!this.#n && !this.maxEntrySize) throw new TypeError("cannot set sizeCalculation without setting maxSize or maxEntrySize");
					if (typeof this.sizeCalculation != "function") throw new TypeError("sizeCalculation set to non-function");
				}
				if (y !== void 0 && typeof y != "function") throw new TypeError("memoMethod must be a function if defined");
				if (this.#f = y, m !== void 0 && typeof m != "function") throw new TypeError("fetchMethod must be a function if specified");
				if (this.#d = m, this.#M = !!m, this.#l = /* @__PURE__ */ new Map(), this.#a = Array.from({ length: e }).fill(void 0), this.#s = Array.from({ length: e }).fill(void 0), this.#b = new Se(e), this.#E = new Se(e), this.#y = 0, this.#g = 0, this.#w = Fn.create(e), this.#h = 0, this.#m = 0, typeof l == "function" && (this.#i = l), typeof c == "function" && (this.#o = c), typeof u == "function" ? (this.#r = u, this.#p = []) : (this.#r = void 0, this.#p = void 0), this.#S = !!this.#i, this.#P = !!this.#o, this.#e = !!this.#r, this.noDisposeOnSet = !!f, this.noUpdateTTL = !!p, this.noDeleteOnFetchRejection = !!_, this.allowStaleOnFetchRejection = !!S, this.allowStaleOnFetchAbort = !!K, this.ignoreFetchAbort = !!B, this.maxEntrySize !== 0) {
					if (this.#n !== 0 && !J(this.#n)) throw new TypeError("maxSize must be a positive integer if specified");
					if (!J(this.maxEntrySize)) throw new TypeError("maxEntrySize must be a positive integer if specified");
					this.#U();
				}
				if (this.allowStale = !!a, this.noDeleteOnStaleGet = !!v, this.updateAgeOnGet = !!o, this.updateAgeOnHas = !!h, this.ttlResolution = J(i) || i === 0 ? i : 1, this.ttlAutopurge = !!n, this.ttl = s || 0, this.ttl) {
					if (!J(this.ttl)) throw new TypeError("ttl must be a positive integer if specified");
					this.#T();
				}
				if (this.#t === 0 && this.ttl === 0 && this.#n === 0) throw new TypeError("At least one of max, maxSize, or ttl is required");
				if (!this.ttlAutopurge && !this.#t && !this.#n) {
					let ve = "LRU_CACHE_UNBOUNDED";
					Tn(ve) && (Xs.add(ve), Pn("TTL caching without ttlAutopurge, max, or maxSize can result in unbounded memory consumption.", "UnboundedCacheWarning", ve, Vs));
				}
			}
			getRemainingTTL(t) {
				return this.#l.has(t) ? 1 / 0 : 0;
			}
			#T() {
				let t = new Ht(this.#t), e = new Ht(this.#t);
				this.#v = t, this.#x = e;
				let s = this.ttlAutopurge ? Array.from({ length: this.#t }) : void 0;
				this.#_ = s, this.#z = (a, l, c = this.#u.now()) => {
					e[a] = l !== 0 ? c : 0, t[a] = l, i(a, l);
				}, this.#k = (a) => {
					e[a] = t[a] !== 0 ? this.#u.now() : 0, i(a, t[a]);
				};
				let i = this.ttlAutopurge ? (a, l) => {
					if (s?.[a] && (clearTimeout(s[a]), s[a] = void 0), l && l !== 0 && s) {
						let c = setTimeout(() => {
							this.#C(a) ? (this.#W(this.#a[a], "expire"), s[a] = void 0) : i(a, h(a));
						}, l + 1);
						c.unref && c.unref(), s[a] = c;
					}
				} : () => {};
				this.#F = (a, l) => {
					if (t[l]) {
						let c = t[l], u = e[l];
						if (!c || !u) return;
						a.ttl = c, a.start = u, a.now = n || o();
						a.remainingTTL = c - (a.now - u);
					}
				};
				let n = 0, o = () => {
					let a = this.#u.now();
					if (this.ttlResolution > 0) {
						n = a;
						let l = setTimeout(() => n = 0, this.ttlResolution);
						l.unref && l.unref();
					}
					return a;
				};
				this.getRemainingTTL = (a) => {
					let l = this.#l.get(a);
					return l === void 0 ? 0 : h(l);
				};
				let h = (a) => {
					let l = t[a], c = e[a];
					if (!l || !c) return 1 / 0;
					return l - ((n || o()) - c);
				};
				this.#C = (a) => {
					let l = e[a], c = t[a];
					return !!c && !!l && (n || o()) - l > c;
				};
			}
			#k = () => {};
			#F = () => {};
			#z = () => {};
			#C = () => !1;
			#U() {
				let t = new Ht(this.#t);
				this.#m = 0, this.#O = t, this.#N = (e) => {
					this.#m -= t[e], t[e] = 0;
				}, this.#B = (e, s, i, n) => {
					if (!J(i)) {
						if (this.#c(s)) return this.backgroundFetchSize;
						if (n) {
							if (typeof n != "function") throw new TypeError("sizeCalculation must be a function");
							if (i = n(s, e), !J(i)) throw new TypeError("sizeCalculation return invalid (expect positive integer)");
						} else throw new TypeError("invalid size value (must be positive integer). When maxSize or maxEntrySize is used, sizeCalculation or size must be set.");
					}
					return i;
				}, this.#j = (e, s, i) => {
					if (t[e] = s, this.#n) {
						let n = this.#n - t[e];
						for (; this.#m > n;) this.#$(!0);
					}
					this.#m += t[e], i && (i.entrySize = s, i.totalCalculatedSize = this.#m);
				};
			}
			#N = (t) => {};
			#j = (t, e, s) => {};
			#B = (t, e, s, i) => {
				if (s || i) throw new TypeError("cannot set size without setting maxSize or maxEntrySize on cache");
				return 0;
			};
			*#A({ allowStale: t = this.allowStale } = {}) {
				if (this.#h) for (let e = this.#g; this.#G(e) && ((t || !this.#C(e)) && (yield e), e !== this.#y);) e = this.#E[e];
			}
			*#R({ allowStale: t = this.allowStale } = {}) {
				if (this.#h) for (let e = this.#y; this.#G(e) && ((t || !this.#C(e)) && (yield e), e !== this.#g);) e = this.#b[e];
			}
			#G(t) {
				return t !== void 0 && this.#l.get(this.#a[t]) === t;
			}
			*entries() {
				for (let t of this.#A()) this.#s[t] !== void 0 && this.#a[t] !== void 0 && !this.#c(this.#s[t]) && (yield [this.#a[t], this.#s[t]]);
			}
			*rentries() {
				for (let t of this.#R()) this.#s[t] !== void 0 && this.#a[t] !== void 0 && !this.#c(this.#s[t]) && (yield [this.#a[t], this.#s[t]]);
			}
			*keys() {
				for (let t of this.#A()) {
					let e = this.#a[t];
					e !== void 0 && !this.#c(this.#s[t]) && (yield e);
				}
			}
			*rkeys() {
				for (let t of this.#R()) {
					let e = this.#a[t];
					e !== void 0 && !this.#c(this.#s[t]) && (yield e);
				}
			}
			*values() {
				for (let t of this.#A()) this.#s[t] !== void 0 && !this.#c(this.#s[t]) && (yield this.#s[t]);
			}
			*rvalues() {
				for (let t of this.#R()) this.#s[t] !== void 0 && !this.#c(this.#s[t]) && (yield this.#s[t]);
			}
			[Symbol.iterator]() {
				return this.entries();
			}
			[Symbol.toStringTag] = "LRUCache";
			find(t, e = {}) {
				for (let s of this.#A()) {
					let i = this.#s[s], n = this.#c(i) ? i.__staleWhileFetching : i;
					if (n !== void 0 && t(n, this.#a[s], this)) return this.#X(this.#a[s], e);
				}
			}
			forEach(t, e = this) {
				for (let s of this.#A()) {
					let i = this.#s[s], n = this.#c(i) ? i.__staleWhileFetching : i;
					n !== void 0 && t.call(e, n, this.#a[s], this);
				}
			}
			rforEach(t, e = this) {
				for (let s of this.#R()) {
					let i = this.#s[s], n = this.#c(i) ? i.__staleWhileFetching : i;
					n !== void 0 && t.call(e, n, this.#a[s], this);
				}
			}
			purgeStale() {
				let t = !1;
				for (let e of this.#R({ allowStale: !0 })) this.#C(e) && (this.#W(this.#a[e], "expire"), t = !0);
				return t;
			}
			info(t) {
				let e = this.#l.get(t);
				if (e === void 0) return;
				let s = this.#s[e], i = this.#c(s) ? s.__staleWhileFetching : s;
				if (i === void 0) return;
				let n = { value: i };
				if (this.#v && this.#x) {
					let o = this.#v[e], h = this.#x[e];
					if (o && h) n.ttl = o - (this.#u.now() - h), n.start = Date.now();
				}
				return this.#O && (n.size = this.#O[e]), n;
			}
			dump() {
				let t = [];
				for (let e of this.#A({ allowStale: !0 })) {
					let s = this.#a[e], i = this.#s[e], n = this.#c(i) ? i.__staleWhileFetching : i;
					if (n === void 0 || s === void 0) continue;
					let o = { value: n };
					if (this.#v && this.#x) {
						o.ttl = this.#v[e];
						let h = this.#u.now() - this.#x[e];
						o.start = Math.floor(Date.now() - h);
					}
					this.#O && (o.size = this.#O[e]), t.unshift([s, o]);
				}
				return t;
			}
			load(t) {
				this.clear();
				for (let [e, s] of t) {
					if (s.start) {
						let i = Date.now() - s.start;
						s.start = this.#u.now() - i;
					}
					this.#D(e, s.value, s);
				}
			}
			set(t, e, s = {}) {
				let { status: i = O.metrics.hasSubscribers ? {} : void 0 } = s;
				s.status = i, i && (i.op = "set", i.key = t, e !== void 0 && (i.value = e), i.cache = this);
				let n = this.#D(t, e, s);
				return i && O.metrics.hasSubscribers && O.metrics.publish(i), n;
			}
			#D(t, e, s, i) {
				let { ttl: n = this.ttl, start: o, noDisposeOnSet: h = this.noDisposeOnSet, sizeCalculation: a = this.sizeCalculation, status: l } = s, c = this.#c(e);
				if (e === void 0) return l && (l.set = "deleted"), this.delete(t), this;
				let { noUpdateTTL: u = this.noUpdateTTL } = s;
				l && !c && (l.value = e);
				let f = this.#B(t, e, s.size || 0, a, l);
				if (this.maxEntrySize && f > this.maxEntrySize) return this.#W(t, "set"), l && (l.set = "miss", l.maxEntrySizeExceeded = !0), this;
				let p = this.#h === 0 ? void 0 : this.#l.get(t);
				if (p === void 0) p = this.#h === 0 ? this.#g : this.#w.length !== 0 ? this.#w.pop() : this.#h === this.#t ? this.#$(!1) : this.#h, this.#a[p] = t, this.#s[p] = e, this.#l.set(t, p), this.#b[this.#g] = p, this.#E[p] = this.#g, this.#g = p, this.#h++, this.#j(p, f, l), l && (l.set = "add"), u = !1, this.#P && !c && this.#o?.(e, t, "add");
				else {
					this.#K(p);
					let g = this.#s[p];
					if (e !== g) {
						if (!h) if (this.#c(g)) {
							g !== i && g.__abortController.abort(/* @__PURE__ */ new Error("replaced"));
							let { __staleWhileFetching: d } = g;
							d !== void 0 && d !== e && (this.#S && this.#i?.(d, t, "set"), this.#e && this.#p?.push([
								d,
								t,
								"set"
							]));
						} else this.#S && this.#i?.(g, t, "set"), this.#e && this.#p?.push([
							g,
							t,
							"set"
						]);
						if (this.#N(p), this.#j(p, f, l), this.#s[p] = e, !c) {
							let d = g && this.#c(g) ? g.__staleWhileFetching : g, b = d === void 0 ? "add" : e !== d ? "replace" : "update";
							l && (l.set = b, d !== void 0 && (l.oldValue = d)), this.#P && this.onInsert?.(e, t, b);
						}
					} else c || (l && (l.set = "update"), this.#P && this.onInsert?.(e, t, "update"));
				}
				if (n !== 0 && !this.#v && this.#T(), this.#v && (u || this.#z(p, n, o), l && this.#F(l, p)), !h && this.#e && this.#p) {
					let g = this.#p, d;
					for (; d = g?.shift();) this.#r?.(...d);
				}
				return this;
			}
			pop() {
				try {
					for (; this.#h;) {
						let t = this.#s[this.#y];
						if (this.#$(!0), this.#c(t)) {
							if (t.__staleWhileFetching) return t.__staleWhileFetching;
						} else if (t !== void 0) return t;
					}
				} finally {
					if (this.#e && this.#p) {
						let t = this.#p, e;
						for (; e = t?.shift();) this.#r?.(...e);
					}
				}
			}
			#$(t) {
				let e = this.#y, s = this.#a[e], i = this.#s[e], n = this.#c(i);
				n && i.__abortController.abort(/* @__PURE__ */ new Error("evicted"));
				let o = n ? i.__staleWhileFetching : i;
				return (this.#S || this.#e) && o !== void 0 && (this.#S && this.#i?.(o, s, "evict"), this.#e && this.#p?.push([
					o,
					s,
					"evict"
				])), this.#N(e), this.#_?.[e] && (clearTimeout(this.#_[e]), this.#_[e] = void 0), t && (this.#a[e] = void 0, this.#s[e] = void 0, this.#w.push(e)), this.#h === 1 ? (this.#y = this.#g = 0, this.#w.length = 0) : this.#y = this.#b[e], this.#l.delete(s), this.#h--, e;
			}
			has(t, e = {}) {
				let { status: s = O.metrics.hasSubscribers ? {} : void 0 } = e;
				e.status = s, s && (s.op = "has", s.key = t, s.cache = this);
				let i = this.#V(t, e);
				return O.metrics.hasSubscribers && O.metrics.publish(s), i;
			}
			#V(t, e = {}) {
				let { updateAgeOnHas: s = this.updateAgeOnHas, status: i } = e, n = this.#l.get(t);
				if (n !== void 0) {
					let o = this.#s[n];
					if (this.#c(o) && o.__staleWhileFetching === void 0) return !1;
					if (this.#C(n)) i && (i.has = "stale", this.#F(i, n));
					else return s && this.#k(n), i && (i.has = "hit", this.#F(i, n)), !0;
				} else i && (i.has = "miss");
				return !1;
			}
			peek(t, e = {}) {
				let { status: s = Ie() ? {} : void 0 } = e;
				s && (s.op = "peek", s.key = t, s.cache = this), e.status = s;
				let i = this.#q(t, e);
				return O.metrics.hasSubscribers && O.metrics.publish(s), i;
			}
			#q(t, e) {
				let { status: s, allowStale: i = this.allowStale } = e, n = this.#l.get(t);
				if (n === void 0 || !i && this.#C(n)) {
					s && (s.peek = n === void 0 ? "miss" : "stale");
					return;
				}
				let o = this.#s[n], h = this.#c(o) ? o.__staleWhileFetching : o;
				return s && (h !== void 0 ? (s.peek = "hit", s.value = h) : s.peek = "miss"), h;
			}
			#L(t, e, s, i) {
				let n = e === void 0 ? void 0 : this.#s[e];
				if (this.#c(n)) return n;
				let o = new AbortController(), { signal: h } = s;
				h?.addEventListener("abort", () => o.abort(h.reason), { signal: o.signal });
				let a = {
					signal: o.signal,
					options: s,
					context: i
				}, l = (d, b = !1) => {
					let { aborted: m } = o.signal, y = s.ignoreFetchAbort && d !== void 0, _ = s.ignoreFetchAbort || !!(s.allowStaleOnFetchAbort && d !== void 0);
					if (s.status && (m && !b ? (s.status.fetchAborted = !0, s.status.fetchError = o.signal.reason, y && (s.status.fetchAbortIgnored = !0)) : s.status.fetchResolved = !0), m && !y && !b) return u(o.signal.reason, _);
					let v = p, S = this.#s[e];
					return (S === p || S === void 0 && y && b) && (d === void 0 ? v.__staleWhileFetching !== void 0 ? this.#s[e] = v.__staleWhileFetching : this.#W(t, "fetch") : (s.status && (s.status.fetchUpdated = !0), this.#D(t, d, a.options, v))), d;
				}, c = (d) => (s.status && (s.status.fetchRejected = !0, s.status.fetchError = d), u(d, !1)), u = (d, b) => {
					let { aborted: m } = o.signal, y = m && s.allowStaleOnFetchAbort, _ = y || s.allowStaleOnFetchRejection, v = _ || s.noDeleteOnFetchRejection, S = p;
					if (this.#s[e] === p && (!v || !b && S.__staleWhileFetching === void 0 ? this.#W(t, "fetch") : y || (this.#s[e] = S.__staleWhileFetching)), _) return s.status && S.__staleWhileFetching !== void 0 && (s.status.returnedStale = !0), S.__staleWhileFetching;
					if (S.__returned === S) throw d;
				}, f = (d, b) => {
					let m = this.#d?.(t, n, a);
					o.signal.addEventListener("abort", () => {
						(!s.ignoreFetchAbort || s.allowStaleOnFetchAbort) && (d(void 0), s.allowStaleOnFetchAbort && (d = (y) => l(y, !0)));
					}), m && m instanceof Promise ? m.then((y) => d(y === void 0 ? void 0 : y), b) : m !== void 0 && d(m);
				};
				s.status && (s.status.fetchDispatched = !0);
				let p = new Promise(f).then(l, c), g = Object.assign(p, {
					__abortController: o,
					__staleWhileFetching: n,
					__returned: void 0
				});
				return e === void 0 ? (this.#D(t, g, {
					...a.options,
					status: void 0
				}), e = this.#l.get(t)) : this.#s[e] = g, g;
			}
			#c(t) {
				if (!this.#M) return !1;
				let e = t;
				return !!e && e instanceof Promise && e.hasOwnProperty("__staleWhileFetching") && e.__abortController instanceof AbortController;
			}
			fetch(t, e = {}) {
				let s = O.tracing.hasSubscribers, { status: i = Ie() ? {} : void 0 } = e;
				e.status = i, i && e.context && (i.context = e.context);
				let n = this.#H(t, e);
				return i && s && (i.trace = !0, O.tracing.tracePromise(() => n, i).catch(() => {})), n;
			}
			async #H(t, e = {}) {
				let { allowStale: s = this.allowStale, updateAgeOnGet: i = this.updateAgeOnGet, noDeleteOnStaleGet: n = this.noDeleteOnStaleGet, ttl: o = this.ttl, noDisposeOnSet: h = this.noDisposeOnSet, size: a = 0, sizeCalculation: l = this.sizeCalculation, noUpdateTTL: c = this.noUpdateTTL, noDeleteOnFetchRejection: u = this.noDeleteOnFetchRejection, allowStaleOnFetchRejection: f = this.allowStaleOnFetchRejection, ignoreFetchAbort: p = this.ignoreFetchAbort, allowStaleOnFetchAbort: g = this.allowStaleOnFetchAbort, context: d, forceRefresh: b = !1, status: m, signal: y } = e;
				if (m && (m.op = "fetch", m.key = t, b && (m.forceRefresh = !0), m.cache = this), !this.#M) return m && (m.fetch = "get"), this.#X(t, {
					allowStale: s,
					updateAgeOnGet: i,
					noDeleteOnStaleGet: n,
					status: m
				});
				let _ = {
					allowStale: s,
					updateAgeOnGet: i,
					noDeleteOnStaleGet: n,
					ttl: o,
					noDisposeOnSet: h,
					size: a,
					sizeCalculation: l,
					noUpdateTTL: c,
					noDeleteOnFetchRejection: u,
					allowStaleOnFetchRejection: f,
					allowStaleOnFetchAbort: g,
					ignoreFetchAbort: p,
					status: m,
					signal: y
				}, v = this.#l.get(t);
				if (v === void 0) {
					m && (m.fetch = "miss");
					let S = this.#L(t, v, _, d);
					return S.__returned = S;
				} else {
					let S = this.#s[v];
					if (this.#c(S)) {
						let rt = s && S.__staleWhileFetching !== void 0;
						return m && (m.fetch = "inflight", rt && (m.returnedStale = !0)), rt ? S.__staleWhileFetching : S.__returned = S;
					}
					let K = this.#C(v);
					if (!b && !K) return m && (m.fetch = "hit"), this.#K(v), i && this.#k(v), m && this.#F(m, v), S;
					let B = this.#L(t, v, _, d), U = B.__staleWhileFetching !== void 0 && s;
					return m && (m.fetch = K ? "stale" : "refresh", U && K && (m.returnedStale = !0)), U ? B.__staleWhileFetching : B.__returned = B;
				}
			}
			forceFetch(t, e = {}) {
				let s = O.tracing.hasSubscribers, { status: i = Ie() ? {} : void 0 } = e;
				e.status = i, i && e.context && (i.context = e.context);
				let n = this.#I(t, e);
				return i && s && (i.trace = !0, O.tracing.tracePromise(() => n, i).catch(() => {})), n;
			}
			async #I(t, e = {}) {
				let s = await this.#H(t, e);
				if (s === void 0) throw new Error("fetch() returned undefined");
				return s;
			}
			memo(t, e = {}) {
				let { status: s = O.metrics.hasSubscribers ? {} : void 0 } = e;
				e.status = s, s && (s.op = "memo", s.key = t, e.context && (s.context = e.context), s.cache = this);
				let i = this.#Z(t, e);
				return s && (s.value = i), O.metrics.hasSubscribers && O.metrics.publish(s), i;
			}
			#Z(t, e = {}) {
				let s = this.#f;
				if (!s) throw new Error("no memoMethod provided to constructor");
				let { context: i, status: n, forceRefresh: o, ...h } = e;
				n && o && (n.forceRefresh = !0);
				let a = this.#X(t, h), l = o || a === void 0;
				if (n && (n.memo = l ? "miss" : "hit", l || (n.value = a)), !l) return a;
				let c = s(t, a, {
					options: h,
					context: i
				});
				return n && (n.value = c), this.#D(t, c, h), c;
			}
			get(t, e = {}) {
				let { status: s = O.metrics.hasSubscribers ? {} : void 0 } = e;
				e.status = s, s && (s.op = "get", s.key = t, s.cache = this);
				let i = this.#X(t, e);
				return s && (i !== void 0 && (s.value = i), O.metrics.hasSubscribers && O.metrics.publish(s)), i;
			}
			#X(t, e = {}) {
				let { allowStale: s = this.allowStale, updateAgeOnGet: i = this.updateAgeOnGet, noDeleteOnStaleGet: n = this.noDeleteOnStaleGet, status: o } = e, h = this.#l.get(t);
				if (h === void 0) {
					o && (o.get = "miss");
					return;
				}
				let a = this.#s[h], l = this.#c(a);
				return o && this.#F(o, h), this.#C(h) ? l ? (o && (o.get = "stale-fetching"), s && a.__staleWhileFetching !== void 0 ? (o && (o.returnedStale = !0), a.__staleWhileFetching) : void 0) : (n || this.#W(t, "expire"), o && (o.get = "stale"), s ? (o && (o.returnedStale = !0), a) : void 0) : (o && (o.get = l ? "fetching" : "hit"), this.#K(h), i && this.#k(h), l ? a.__staleWhileFetching : a);
			}
			#Y(t, e) {
				this.#E[e] = t, this.#b[t] = e;
			}
			#K(t) {
				t !== this.#g && (t === this.#y ? this.#y = this.#b[t] : this.#Y(this.#E[t], this.#b[t]), this.#Y(this.#g, t), this.#g = t);
			}
			delete(t) {
				return this.#W(t, "delete");
			}
			#W(t, e) {
				O.metrics.hasSubscribers && O.metrics.publish({
					op: "delete",
					delete: e,
					key: t,
					cache: this
				});
				let s = !1;
				if (this.#h !== 0) {
					let i = this.#l.get(t);
					if (i !== void 0) if (this.#_?.[i] && (clearTimeout(this.#_[i]), this.#_[i] = void 0), s = !0, this.#h === 1) this.#J(e);
					else {
						this.#N(i);
						let n = this.#s[i];
						if (this.#c(n) ? n.__abortController.abort(/* @__PURE__ */ new Error("deleted")) : (this.#S || this.#e) && (this.#S && this.#i?.(n, t, e), this.#e && this.#p?.push([
							n,
							t,
							e
						])), this.#l.delete(t), this.#a[i] = void 0, this.#s[i] = void 0, i === this.#g) this.#g = this.#E[i];
						else if (i === this.#y) this.#y = this.#b[i];
						else {
							let o = this.#E[i];
							this.#b[o] = this.#b[i];
							let h = this.#b[i];
							this.#E[h] = this.#E[i];
						}
						this.#h--, this.#w.push(i);
					}
				}
				if (this.#e && this.#p?.length) {
					let i = this.#p, n;
					for (; n = i?.shift();) this.#r?.(...n);
				}
				return s;
			}
			clear() {
				return this.#J("delete");
			}
			#J(t) {
				for (let e of this.#R({ allowStale: !0 })) {
					let s = this.#s[e];
					if (this.#c(s)) s.__abortController.abort(/* @__PURE__ */ new Error("deleted"));
					else {
						let i = this.#a[e];
						this.#S && this.#i?.(s, i, t), this.#e && this.#p?.push([
							s,
							i,
							t
						]);
					}
				}
				if (this.#l.clear(), this.#s.fill(void 0), this.#a.fill(void 0), this.#v && this.#x) {
					this.#v.fill(0), this.#x.fill(0);
					for (let e of this.#_ ?? []) e !== void 0 && clearTimeout(e);
					this.#_?.fill(void 0);
				}
				if (this.#O && this.#O.fill(0), this.#y = 0, this.#g = 0, this.#w.length = 0, this.#m = 0, this.#h = 0, this.#e && this.#p) {
					let e = this.#p, s;
					for (; s = e?.shift();) this.#r?.(...s);
				}
			}
		};
	});
	var Ye = C((j) => {
		"use strict";
		var Nn = j && j.__importDefault || function(r) {
			return r && r.__esModule ? r : { default: r };
		};
		Object.defineProperty(j, "__esModule", { value: !0 });
		j.Minipass = j.isWritable = j.isReadable = j.isStream = void 0;
		var Js = typeof process == "object" && process ? process : {
			stdout: null,
			stderr: null
		}, Ve = __require("node:events"), ei = Nn(__require("node:stream")), Dn = __require("node:string_decoder"), Ln = (r) => !!r && typeof r == "object" && (r instanceof te || r instanceof ei.default || (0, j.isReadable)(r) || (0, j.isWritable)(r));
		j.isStream = Ln;
		var Wn = (r) => !!r && typeof r == "object" && r instanceof Ve.EventEmitter && typeof r.pipe == "function" && r.pipe !== ei.default.Writable.prototype.pipe;
		j.isReadable = Wn;
		var zn = (r) => !!r && typeof r == "object" && r instanceof Ve.EventEmitter && typeof r.write == "function" && typeof r.end == "function";
		j.isWritable = zn;
		var H = Symbol("EOF"), X = Symbol("maybeEmitEnd"), Z = Symbol("emittedEnd"), Kt = Symbol("emittingEnd"), gt = Symbol("emittedError"), Vt = Symbol("closed"), Zs = Symbol("read"), Yt = Symbol("flush"), Qs = Symbol("flushChunk"), W = Symbol("encoding"), at = Symbol("decoder"), M = Symbol("flowing"), wt = Symbol("paused"), lt = Symbol("resume"), k = Symbol("buffer"), F = Symbol("pipes"), A = Symbol("bufferLength"), $e = Symbol("bufferPush"), Jt = Symbol("bufferShift"), P = Symbol("objectMode"), x = Symbol("destroyed"), Ue = Symbol("error"), qe = Symbol("emitData"), ti = Symbol("emitEnd"), He = Symbol("emitEnd2"), G = Symbol("async"), Xe = Symbol("abort"), Zt = Symbol("aborted"), bt = Symbol("signal"), st = Symbol("dataListeners"), N = Symbol("discarded"), yt = (r) => Promise.resolve().then(r), Bn = (r) => r(), Gn = (r) => r === "end" || r === "finish" || r === "prefinish", In = (r) => r instanceof ArrayBuffer || !!r && typeof r == "object" && r.constructor && r.constructor.name === "ArrayBuffer" && r.byteLength >= 0, $n = (r) => !Buffer.isBuffer(r) && ArrayBuffer.isView(r), Qt = class {
			src;
			dest;
			opts;
			ondrain;
			constructor(t, e, s) {
				this.src = t, this.dest = e, this.opts = s, this.ondrain = () => t[lt](), this.dest.on("drain", this.ondrain);
			}
			unpipe() {
				this.dest.removeListener("drain", this.ondrain);
			}
			proxyErrors(t) {}
			end() {
				this.unpipe(), this.opts.end && this.dest.end();
			}
		}, Ke = class extends Qt {
			unpipe() {
				this.src.removeListener("error", this.proxyErrors), super.unpipe();
			}
			constructor(t, e, s) {
				super(t, e, s), this.proxyErrors = (i) => this.dest.emit("error", i), t.on("error", this.proxyErrors);
			}
		}, Un = (r) => !!r.objectMode, qn = (r) => !r.objectMode && !!r.encoding && r.encoding !== "buffer", te = class extends Ve.EventEmitter {
			[M] = !1;
			[wt] = !1;
			[F] = [];
			[k] = [];
			[P];
			[W];
			[G];
			[at];
			[H] = !1;
			[Z] = !1;
			[Kt] = !1;
			[Vt] = !1;
			[gt] = null;
			[A] = 0;
			[x] = !1;
			[bt];
			[Zt] = !1;
			[st] = 0;
			[N] = !1;
			writable = !0;
			readable = !0;
			constructor(...t) {
				let e = t[0] || {};
				if (super(), e.objectMode && typeof e.encoding == "string") throw new TypeError("Encoding and objectMode may not be used together");
				Un(e) ? (this[P] = !0, this[W] = null) : qn(e) ? (this[W] = e.encoding, this[P] = !1) : (this[P] = !1, this[W] = null), this[G] = !!e.async, this[at] = this[W] ? new Dn.StringDecoder(this[W]) : null, e && e.debugExposeBuffer === !0 && Object.defineProperty(this, "buffer", { get: () => this[k] }), e && e.debugExposePipes === !0 && Object.defineProperty(this, "pipes", { get: () => this[F] });
				let { signal: s } = e;
				s && (this[bt] = s, s.aborted ? this[Xe]() : s.addEventListener("abort", () => this[Xe]()));
			}
			get bufferLength() {
				return this[A];
			}
			get encoding() {
				return this[W];
			}
			set encoding(t) {
				throw new Error("Encoding must be set at instantiation time");
			}
			setEncoding(t) {
				throw new Error("Encoding must be set at instantiation time");
			}
			get objectMode() {
				return this[P];
			}
			set objectMode(t) {
				throw new Error("objectMode must be set at instantiation time");
			}
			get async() {
				return this[G];
			}
			set async(t) {
				this[G] = this[G] || !!t;
			}
			[Xe]() {
				this[Zt] = !0, this.emit("abort", this[bt]?.reason), this.destroy(this[bt]?.reason);
			}
			get aborted() {
				return this[Zt];
			}
			set aborted(t) {}
			write(t, e, s) {
				if (this[Zt]) return !1;
				if (this[H]) throw new Error("write after end");
				if (this[x]) return this.emit("error", Object.assign(/* @__PURE__ */ new Error("Cannot call write after a stream was destroyed"), { code: "ERR_STREAM_DESTROYED" })), !0;
				typeof e == "function" && (s = e, e = "utf8"), e || (e = "utf8");
				let i = this[G] ? yt : Bn;
				if (!this[P] && !Buffer.isBuffer(t)) {
					if ($n(t)) t = Buffer.from(t.buffer, t.byteOffset, t.byteLength);
					else if (In(t)) t = Buffer.from(t);
					else if (typeof t != "string") throw new Error("Non-contiguous data written to non-objectMode stream");
				}
				return this[P] ? (this[M] && this[A] !== 0 && this[Yt](!0), this[M] ? this.emit("data", t) : this[$e](t), this[A] !== 0 && this.emit("readable"), s && i(s), this[M]) : t.length ? (typeof t == "string" && (e !== this[W] || this[at]?.lastNeed) && (t = Buffer.from(t, e)), Buffer.isBuffer(t) && this[W] && (t = this[at].write(t)), this[M] && this[A] !== 0 && this[Yt](!0), this[M] ? this.emit("data", t) : this[$e](t), this[A] !== 0 && this.emit("readable"), s && i(s), this[M]) : (this[A] !== 0 && this.emit("readable"), s && i(s), this[M]);
			}
			read(t) {
				if (this[x]) return null;
				if (this[N] = !1, this[A] === 0 || t === 0 || t && t > this[A]) return this[X](), null;
				this[P] && (t = null), this[k].length > 1 && !this[P] && (this[k] = [this[W] ? this[k].join("") : Buffer.concat(this[k], this[A])]);
				let e = this[Zs](t || null, this[k][0]);
				return this[X](), e;
			}
			[Zs](t, e) {
				if (this[P]) this[Jt]();
				else {
					let s = e;
					t === s.length || t === null ? this[Jt]() : typeof s == "string" ? (this[k][0] = s.slice(t), e = s.slice(0, t), this[A] -= t) : (this[k][0] = s.subarray(t), e = s.subarray(0, t), this[A] -= t);
				}
				return this.emit("data", e), !this[k].length && !this[H] && this.emit("drain"), e;
			}
			end(t, e, s) {
				return typeof t == "function" && (s = t, t = void 0), typeof e == "function" && (s = e, e = "utf8"), t !== void 0 && this.write(t, e), s && this.once("end", s), this[H] = !0, this.writable = !1, (this[M] || !this[wt]) && this[X](), this;
			}
			[lt]() {
				this[x] || (!this[st] && !this[F].length && (this[N] = !0), this[wt] = !1, this[M] = !0, this.emit("resume"), this[k].length ? this[Yt]() : this[H] ? this[X]() : this.emit("drain"));
			}
			resume() {
				return this[lt]();
			}
			pause() {
				this[M] = !1, this[wt] = !0, this[N] = !1;
			}
			get destroyed() {
				return this[x];
			}
			get flowing() {
				return this[M];
			}
			get paused() {
				return this[wt];
			}
			[$e](t) {
				this[P] ? this[A] += 1 : this[A] += t.length, this[k].push(t);
			}
			[Jt]() {
				return this[P] ? this[A] -= 1 : this[A] -= this[k][0].length, this[k].shift();
			}
			[Yt](t = !1) {
				do;
				while (this[Qs](this[Jt]()) && this[k].length);
				!t && !this[k].length && !this[H] && this.emit("drain");
			}
			[Qs](t) {
				return this.emit("data", t), this[M];
			}
			pipe(t, e) {
				if (this[x]) return t;
				this[N] = !1;
				let s = this[Z];
				return e = e || {}, t === Js.stdout || t === Js.stderr ? e.end = !1 : e.end = e.end !== !1, e.proxyErrors = !!e.proxyErrors, s ? e.end && t.end() : (this[F].push(e.proxyErrors ? new Ke(this, t, e) : new Qt(this, t, e)), this[G] ? yt(() => this[lt]()) : this[lt]()), t;
			}
			unpipe(t) {
				let e = this[F].find((s) => s.dest === t);
				e && (this[F].length === 1 ? (this[M] && this[st] === 0 && (this[M] = !1), this[F] = []) : this[F].splice(this[F].indexOf(e), 1), e.unpipe());
			}
			addListener(t, e) {
				return this.on(t, e);
			}
			on(t, e) {
				let s = super.on(t, e);
				if (t === "data") this[N] = !1, this[st]++, !this[F].length && !this[M] && this[lt]();
				else if (t === "readable" && this[A] !== 0) super.emit("readable");
				else if (Gn(t) && this[Z]) super.emit(t), this.removeAllListeners(t);
				else if (t === "error" && this[gt]) {
					let i = e;
					this[G] ? yt(() => i.call(this, this[gt])) : i.call(this, this[gt]);
				}
				return s;
			}
			removeListener(t, e) {
				return this.off(t, e);
			}
			off(t, e) {
				let s = super.off(t, e);
				return t === "data" && (this[st] = this.listeners("data").length, this[st] === 0 && !this[N] && !this[F].length && (this[M] = !1)), s;
			}
			removeAllListeners(t) {
				let e = super.removeAllListeners(t);
				return (t === "data" || t === void 0) && (this[st] = 0, !this[N] && !this[F].length && (this[M] = !1)), e;
			}
			get emittedEnd() {
				return this[Z];
			}
			[X]() {
				!this[Kt] && !this[Z] && !this[x] && this[k].length === 0 && this[H] && (this[Kt] = !0, this.emit("end"), this.emit("prefinish"), this.emit("finish"), this[Vt] && this.emit("close"), this[Kt] = !1);
			}
			emit(t, ...e) {
				let s = e[0];
				if (t !== "error" && t !== "close" && t !== x && this[x]) return !1;
				if (t === "data") return !this[P] && !s ? !1 : this[G] ? (yt(() => this[qe](s)), !0) : this[qe](s);
				if (t === "end") return this[ti]();
				if (t === "close") {
					if (this[Vt] = !0, !this[Z] && !this[x]) return !1;
					let n = super.emit("close");
					return this.removeAllListeners("close"), n;
				} else if (t === "error") {
					this[gt] = s, super.emit(Ue, s);
					let n = !this[bt] || this.listeners("error").length ? super.emit("error", s) : !1;
					return this[X](), n;
				} else if (t === "resume") {
					let n = super.emit("resume");
					return this[X](), n;
				} else if (t === "finish" || t === "prefinish") {
					let n = super.emit(t);
					return this.removeAllListeners(t), n;
				}
				let i = super.emit(t, ...e);
				return this[X](), i;
			}
			[qe](t) {
				for (let s of this[F]) s.dest.write(t) === !1 && this.pause();
				let e = this[N] ? !1 : super.emit("data", t);
				return this[X](), e;
			}
			[ti]() {
				return this[Z] ? !1 : (this[Z] = !0, this.readable = !1, this[G] ? (yt(() => this[He]()), !0) : this[He]());
			}
			[He]() {
				if (this[at]) {
					let e = this[at].end();
					if (e) {
						for (let s of this[F]) s.dest.write(e);
						this[N] || super.emit("data", e);
					}
				}
				for (let e of this[F]) e.end();
				let t = super.emit("end");
				return this.removeAllListeners("end"), t;
			}
			async collect() {
				let t = Object.assign([], { dataLength: 0 });
				this[P] || (t.dataLength = 0);
				let e = this.promise();
				return this.on("data", (s) => {
					t.push(s), this[P] || (t.dataLength += s.length);
				}), await e, t;
			}
			async concat() {
				if (this[P]) throw new Error("cannot concat in objectMode");
				let t = await this.collect();
				return this[W] ? t.join("") : Buffer.concat(t, t.dataLength);
			}
			async promise() {
				return new Promise((t, e) => {
					this.on(x, () => e(/* @__PURE__ */ new Error("stream destroyed"))), this.on("error", (s) => e(s)), this.on("end", () => t());
				});
			}
			[Symbol.asyncIterator]() {
				this[N] = !1;
				let t = !1, e = async () => (this.pause(), t = !0, {
					value: void 0,
					done: !0
				});
				return {
					next: () => {
						if (t) return e();
						let i = this.read();
						if (i !== null) return Promise.resolve({
							done: !1,
							value: i
						});
						if (this[H]) return e();
						let n, o, h = (u) => {
							this.off("data", a), this.off("end", l), this.off(x, c), e(), o(u);
						}, a = (u) => {
							this.off("error", h), this.off("end", l), this.off(x, c), this.pause(), n({
								value: u,
								done: !!this[H]
							});
						}, l = () => {
							this.off("error", h), this.off("data", a), this.off(x, c), e(), n({
								done: !0,
								value: void 0
							});
						}, c = () => h(/* @__PURE__ */ new Error("stream destroyed"));
						return new Promise((u, f) => {
							o = f, n = u, this.once(x, c), this.once("error", h), this.once("end", l), this.once("data", a);
						});
					},
					throw: e,
					return: e,
					[Symbol.asyncIterator]() {
						return this;
					},
					[Symbol.asyncDispose]: async () => {}
				};
			}
			[Symbol.iterator]() {
				this[N] = !1;
				let t = !1, e = () => (this.pause(), this.off(Ue, e), this.off(x, e), this.off("end", e), t = !0, {
					done: !0,
					value: void 0
				}), s = () => {
					if (t) return e();
					let i = this.read();
					return i === null ? e() : {
						done: !1,
						value: i
					};
				};
				return this.once("end", e), this.once(Ue, e), this.once(x, e), {
					next: s,
					throw: e,
					return: e,
					[Symbol.iterator]() {
						return this;
					},
					[Symbol.dispose]: () => {}
				};
			}
			destroy(t) {
				if (this[x]) return t ? this.emit("error", t) : this.emit(x), this;
				this[x] = !0, this[N] = !0, this[k].length = 0, this[A] = 0;
				let e = this;
				return typeof e.close == "function" && !this[Vt] && e.close(), t ? this.emit("error", t) : this.emit(x), this;
			}
			static get isStream() {
				return j.isStream;
			}
		};
		j.Minipass = te;
	});
	var mi = C((E) => {
		"use strict";
		var Hn = E && E.__createBinding || (Object.create ? (function(r, t, e, s) {
			s === void 0 && (s = e);
			var i = Object.getOwnPropertyDescriptor(t, e);
			(!i || ("get" in i ? !t.__esModule : i.writable || i.configurable)) && (i = {
				enumerable: !0,
				get: function() {
					return t[e];
				}
			}), Object.defineProperty(r, s, i);
		}) : (function(r, t, e, s) {
			s === void 0 && (s = e), r[s] = t[e];
		})), Xn = E && E.__setModuleDefault || (Object.create ? (function(r, t) {
			Object.defineProperty(r, "default", {
				enumerable: !0,
				value: t
			});
		}) : function(r, t) {
			r.default = t;
		}), Kn = E && E.__importStar || (function() {
			var r = function(t) {
				return r = Object.getOwnPropertyNames || function(e) {
					var s = [];
					for (var i in e) Object.prototype.hasOwnProperty.call(e, i) && (s[s.length] = i);
					return s;
				}, r(t);
			};
			return function(t) {
				if (t && t.__esModule) return t;
				var e = {};
				if (t != null) for (var s = r(t), i = 0; i < s.length; i++) s[i] !== "default" && Hn(e, t, s[i]);
				return Xn(e, t), e;
			};
		})();
		Object.defineProperty(E, "__esModule", { value: !0 });
		E.PathScurry = E.Path = E.PathScurryDarwin = E.PathScurryPosix = E.PathScurryWin32 = E.PathScurryBase = E.PathPosix = E.PathWin32 = E.PathBase = E.ChildrenCache = E.ResolveCache = void 0;
		var ae = Ys(), re = __require("node:path"), Vn = __require("node:url"), vt = __require("fs"), Yn = Kn(__require("node:fs")), Jn = vt.realpathSync.native, ee = __require("node:fs/promises"), si = Ye(), _t = {
			lstatSync: vt.lstatSync,
			readdir: vt.readdir,
			readdirSync: vt.readdirSync,
			readlinkSync: vt.readlinkSync,
			realpathSync: Jn,
			promises: {
				lstat: ee.lstat,
				readdir: ee.readdir,
				readlink: ee.readlink,
				realpath: ee.realpath
			}
		}, ai = (r) => !r || r === _t || r === Yn ? _t : {
			..._t,
			...r,
			promises: {
				..._t.promises,
				...r.promises
			}
		}, Zn = /^\\\\\?\\([a-z]:)\\?$/i, Qn = /^\\\\\?\\UNC\\([^\\]+\\[^\\]+)\\?$/i, tr = /^\\\\[^\\?]+\\[^\\]+$/, ii = (r) => r.replace(/\//g, "\\").replace(Zn, "$1\\").replace(Qn, "\\\\$1\\").replace(tr, "$&\\"), er = /^[\\/]{2}\?[\\/]unc[\\/][^\\/]+[\\/][^\\/]+(?:[\\/]|$)/i, sr = /^[\\/]{2}\?[\\/](?=[a-z]:)/i, ir = /^[\\/]{2}\?[\\/]unc(?=[\\/][^\\/]+[\\/][^\\/])/i, nr = /[\\/]/, L = 0, li = 1, ci = 2, I = 4, ui = 6, fi = 8, it = 10, di = 12, D = 15, St = ~D, Je = 16, ni = 32, Et = 64, z = 128, se = 256, ne = 512, ri = Et | z | ne, rr = 1023, Ze = (r) => r.isFile() ? fi : r.isDirectory() ? I : r.isSymbolicLink() ? it : r.isCharacterDevice() ? ci : r.isBlockDevice() ? ui : r.isSocket() ? di : r.isFIFO() ? li : L, oi = new ae.LRUCache({ max: 4096 }), Ot = (r) => {
			let t = oi.get(r);
			if (t) return t;
			let e = r.normalize("NFKD");
			return oi.set(r, e), e;
		}, hi = new ae.LRUCache({ max: 4096 }), ie = (r) => {
			let t = hi.get(r);
			if (t) return t;
			let e = Ot(r.toLowerCase());
			return hi.set(r, e), e;
		}, xt = class extends ae.LRUCache {
			constructor() {
				super({ max: 256 });
			}
		};
		E.ResolveCache = xt;
		var oe = class extends ae.LRUCache {
			constructor(t = 16384) {
				super({
					maxSize: t,
					sizeCalculation: (e) => e.length + 1
				});
			}
		};
		E.ChildrenCache = oe;
		var pi = Symbol("PathScurry setAsCwd"), R = class {
			name;
			root;
			roots;
			parent;
			nocase;
			isCWD = !1;
			#t;
			#n;
			get dev() {
				return this.#n;
			}
			#i;
			get mode() {
				return this.#i;
			}
			#o;
			get nlink() {
				return this.#o;
			}
			#r;
			get uid() {
				return this.#r;
			}
			#d;
			get gid() {
				return this.#d;
			}
			#f;
			get rdev() {
				return this.#f;
			}
			#u;
			get blksize() {
				return this.#u;
			}
			#h;
			get ino() {
				return this.#h;
			}
			#m;
			get size() {
				return this.#m;
			}
			#l;
			get blocks() {
				return this.#l;
			}
			#a;
			get atimeMs() {
				return this.#a;
			}
			#s;
			get mtimeMs() {
				return this.#s;
			}
			#b;
			get ctimeMs() {
				return this.#b;
			}
			#E;
			get birthtimeMs() {
				return this.#E;
			}
			#y;
			get atime() {
				return this.#y;
			}
			#g;
			get mtime() {
				return this.#g;
			}
			#w;
			get ctime() {
				return this.#w;
			}
			#p;
			get birthtime() {
				return this.#p;
			}
			#O;
			#x;
			#v;
			#_;
			#S;
			#M;
			#e;
			#P;
			#T;
			#k;
			get parentPath() {
				return (this.parent || this).fullpath();
			}
			get path() {
				return this.parentPath;
			}
			constructor(t, e = L, s, i, n, o, h) {
				this.name = t, this.#O = n ? ie(t) : Ot(t), this.#e = e & rr, this.nocase = n, this.roots = i, this.root = s || this, this.#P = o, this.#v = h.fullpath, this.#S = h.relative, this.#M = h.relativePosix, this.parent = h.parent, this.parent ? this.#t = this.parent.#t : this.#t = ai(h.fs);
			}
			get fs() {
				return this.#t;
			}
			depth() {
				return this.#x !== void 0 ? this.#x : this.parent ? this.#x = this.parent.depth() + 1 : this.#x = 0;
			}
			childrenCache() {
				return this.#P;
			}
			resolve(t) {
				if (!t) return this;
				let e = this.getRootString(t), i = t.substring(e.length).split(this.splitSep);
				return e ? this.getRoot(e).#F(i) : this.#F(i);
			}
			#F(t) {
				let e = this;
				for (let s of t) e = e.child(s);
				return e;
			}
			children() {
				let t = this.#P.get(this);
				if (t) return t;
				let e = Object.assign([], { provisional: 0 });
				return this.#P.set(this, e), this.#e &= ~Je, e;
			}
			child(t, e) {
				if (t === "" || t === ".") return this;
				if (t === "..") return this.parent || this;
				let s = this.children(), i = this.nocase ? ie(t) : Ot(t);
				for (let a of s) if (a.#O === i) return a;
				let n = this.parent ? this.sep : "", o = this.#v ? this.#v + n + t : void 0, h = this.newChild(t, L, {
					...e,
					parent: this,
					fullpath: o
				});
				return this.canReaddir() || (h.#e |= z), s.push(h), h;
			}
			relative() {
				if (this.isCWD) return "";
				if (this.#S !== void 0) return this.#S;
				let t = this.name, e = this.parent;
				if (!e) return this.#S = this.name;
				let s = e.relative();
				return s + (!s || !e.parent ? "" : this.sep) + t;
			}
			relativePosix() {
				if (this.sep === "/") return this.relative();
				if (this.isCWD) return "";
				if (this.#M !== void 0) return this.#M;
				let t = this.name, e = this.parent;
				if (!e) return this.#M = this.fullpathPosix();
				let s = e.relativePosix();
				return s + (!s || !e.parent ? "" : "/") + t;
			}
			fullpath() {
				if (this.#v !== void 0) return this.#v;
				let t = this.name, e = this.parent;
				if (!e) return this.#v = this.name;
				let i = e.fullpath() + (e.parent ? this.sep : "") + t;
				return this.#v = i;
			}
			fullpathPosix() {
				if (this.#_ !== void 0) return this.#_;
				if (this.sep === "/") return this.#_ = this.fullpath();
				if (!this.parent) {
					let i = this.fullpath().replace(/\\/g, "/");
					return /^[a-z]:\//i.test(i) ? this.#_ = `//?/${i}` : this.#_ = i;
				}
				let t = this.parent, e = t.fullpathPosix(), s = e + (!e || !t.parent ? "" : "/") + this.name;
				return this.#_ = s;
			}
			isUnknown() {
				return (this.#e & D) === L;
			}
			isType(t) {
				return this[`is${t}`]();
			}
			getType() {
				return this.isUnknown() ? "Unknown" : this.isDirectory() ? "Directory" : this.isFile() ? "File" : this.isSymbolicLink() ? "SymbolicLink" : this.isFIFO() ? "FIFO" : this.isCharacterDevice() ? "CharacterDevice" : this.isBlockDevice() ? "BlockDevice" : this.isSocket() ? "Socket" : "Unknown";
			}
			isFile() {
				return (this.#e & D) === fi;
			}
			isDirectory() {
				return (this.#e & D) === I;
			}
			isCharacterDevice() {
				return (this.#e & D) === ci;
			}
			isBlockDevice() {
				return (this.#e & D) === ui;
			}
			isFIFO() {
				return (this.#e & D) === li;
			}
			isSocket() {
				return (this.#e & D) === di;
			}
			isSymbolicLink() {
				return (this.#e & it) === it;
			}
			lstatCached() {
				return this.#e & ni ? this : void 0;
			}
			readlinkCached() {
				return this.#T;
			}
			realpathCached() {
				return this.#k;
			}
			readdirCached() {
				let t = this.children();
				return t.slice(0, t.provisional);
			}
			canReadlink() {
				if (this.#T) return !0;
				if (!this.parent) return !1;
				let t = this.#e & D;
				return !(t !== L && t !== it || this.#e & se || this.#e & z);
			}
			calledReaddir() {
				return !!(this.#e & Je);
			}
			isENOENT() {
				return !!(this.#e & z);
			}
			isNamed(t) {
				return this.nocase ? this.#O === ie(t) : this.#O === Ot(t);
			}
			async readlink() {
				let t = this.#T;
				if (t) return t;
				if (this.canReadlink() && this.parent) try {
					let e = await this.#t.promises.readlink(this.fullpath()), s = (await this.parent.realpath())?.resolve(e);
					if (s) return this.#T = s;
				} catch (e) {
					this.#R(e.code);
					return;
				}
			}
			readlinkSync() {
				let t = this.#T;
				if (t) return t;
				if (this.canReadlink() && this.parent) try {
					let e = this.#t.readlinkSync(this.fullpath()), s = this.parent.realpathSync()?.resolve(e);
					if (s) return this.#T = s;
				} catch (e) {
					this.#R(e.code);
					return;
				}
			}
			#z(t) {
				this.#e |= Je;
				for (let e = t.provisional; e < t.length; e++) {
					let s = t[e];
					s && s.#C();
				}
			}
			#C() {
				this.#e & z || (this.#e = (this.#e | z) & St, this.#U());
			}
			#U() {
				let t = this.children();
				t.provisional = 0;
				for (let e of t) e.#C();
			}
			#N() {
				this.#e |= ne, this.#j();
			}
			#j() {
				if (this.#e & Et) return;
				let t = this.#e;
				(t & D) === I && (t &= St), this.#e = t | Et, this.#U();
			}
			#B(t = "") {
				t === "ENOTDIR" || t === "EPERM" ? this.#j() : t === "ENOENT" ? this.#C() : this.children().provisional = 0;
			}
			#A(t = "") {
				t === "ENOTDIR" ? this.parent.#j() : t === "ENOENT" && this.#C();
			}
			#R(t = "") {
				let e = this.#e;
				e |= se, t === "ENOENT" && (e |= z), (t === "EINVAL" || t === "UNKNOWN") && (e &= St), this.#e = e, t === "ENOTDIR" && this.parent && this.parent.#j();
			}
			#G(t, e) {
				return this.#$(t, e) || this.#D(t, e);
			}
			#D(t, e) {
				let s = Ze(t), i = this.newChild(t.name, s, { parent: this }), n = i.#e & D;
				return n !== I && n !== it && n !== L && (i.#e |= Et), e.unshift(i), e.provisional++, i;
			}
			#$(t, e) {
				for (let s = e.provisional; s < e.length; s++) {
					let i = e[s];
					if ((this.nocase ? ie(t.name) : Ot(t.name)) === i.#O) return this.#V(t, i, s, e);
				}
			}
			#V(t, e, s, i) {
				let n = e.name;
				return e.#e = e.#e & St | Ze(t), n !== t.name && (e.name = t.name), s !== i.provisional && (s === i.length - 1 ? i.pop() : i.splice(s, 1), i.unshift(e)), i.provisional++, e;
			}
			async lstat() {
				if ((this.#e & z) === 0) try {
					return this.#q(await this.#t.promises.lstat(this.fullpath())), this;
				} catch (t) {
					this.#A(t.code);
				}
			}
			lstatSync() {
				if ((this.#e & z) === 0) try {
					return this.#q(this.#t.lstatSync(this.fullpath())), this;
				} catch (t) {
					this.#A(t.code);
				}
			}
			#q(t) {
				let { atime: e, atimeMs: s, birthtime: i, birthtimeMs: n, blksize: o, blocks: h, ctime: a, ctimeMs: l, dev: c, gid: u, ino: f, mode: p, mtime: g, mtimeMs: d, nlink: b, rdev: m, size: y, uid: _ } = t;
				this.#y = e, this.#a = s, this.#p = i, this.#E = n, this.#u = o, this.#l = h, this.#w = a, this.#b = l, this.#n = c, this.#d = u, this.#h = f, this.#i = p, this.#g = g, this.#s = d, this.#o = b, this.#f = m, this.#m = y, this.#r = _;
				let v = Ze(t);
				this.#e = this.#e & St | v | ni, v !== L && v !== I && v !== it && (this.#e |= Et);
			}
			#L = [];
			#c = !1;
			#H(t) {
				this.#c = !1;
				let e = this.#L.slice();
				this.#L.length = 0, e.forEach((s) => s(null, t));
			}
			readdirCB(t, e = !1) {
				if (!this.canReaddir()) {
					e ? t(null, []) : queueMicrotask(() => t(null, []));
					return;
				}
				let s = this.children();
				if (this.calledReaddir()) {
					let n = s.slice(0, s.provisional);
					e ? t(null, n) : queueMicrotask(() => t(null, n));
					return;
				}
				if (this.#L.push(t), this.#c) return;
				this.#c = !0;
				let i = this.fullpath();
				this.#t.readdir(i, { withFileTypes: !0 }, (n, o) => {
					if (n) this.#B(n.code), s.provisional = 0;
					else {
						for (let h of o) this.#G(h, s);
						this.#z(s);
					}
					this.#H(s.slice(0, s.provisional));
				});
			}
			#I;
			async readdir() {
				if (!this.canReaddir()) return [];
				let t = this.children();
				if (this.calledReaddir()) return t.slice(0, t.provisional);
				let e = this.fullpath();
				if (this.#I) await this.#I;
				else {
					let s = () => {};
					this.#I = new Promise((i) => s = i);
					try {
						for (let i of await this.#t.promises.readdir(e, { withFileTypes: !0 })) this.#G(i, t);
						this.#z(t);
					} catch (i) {
						this.#B(i.code), t.provisional = 0;
					}
					this.#I = void 0, s();
				}
				return t.slice(0, t.provisional);
			}
			readdirSync() {
				if (!this.canReaddir()) return [];
				let t = this.children();
				if (this.calledReaddir()) return t.slice(0, t.provisional);
				let e = this.fullpath();
				try {
					for (let s of this.#t.readdirSync(e, { withFileTypes: !0 })) this.#G(s, t);
					this.#z(t);
				} catch (s) {
					this.#B(s.code), t.provisional = 0;
				}
				return t.slice(0, t.provisional);
			}
			canReaddir() {
				if (this.#e & ri) return !1;
				let t = D & this.#e;
				return t === L || t === I || t === it;
			}
			shouldWalk(t, e) {
				return (this.#e & I) === I && !(this.#e & ri) && !t.has(this) && (!e || e(this));
			}
			async realpath() {
				if (this.#k) return this.#k;
				if (!((ne | se | z) & this.#e)) try {
					let t = await this.#t.promises.realpath(this.fullpath());
					return this.#k = this.resolve(t);
				} catch {
					this.#N();
				}
			}
			realpathSync() {
				if (this.#k) return this.#k;
				if (!((ne | se | z) & this.#e)) try {
					let t = this.#t.realpathSync(this.fullpath());
					return this.#k = this.resolve(t);
				} catch {
					this.#N();
				}
			}
			[pi](t) {
				if (t === this) return;
				t.isCWD = !1, this.isCWD = !0;
				let e = /* @__PURE__ */ new Set([]), s = [], i = this;
				for (; i && i.parent;) e.add(i), i.#S = s.join(this.sep), i.#M = s.join("/"), i = i.parent, s.push("..");
				for (i = t; i && i.parent && !e.has(i);) i.#S = void 0, i.#M = void 0, i = i.parent;
			}
		};
		E.PathBase = R;
		var Ct = class r extends R {
			sep = "\\";
			splitSep = nr;
			constructor(t, e = L, s, i, n, o, h) {
				super(t, e, s, i, n, o, h);
			}
			newChild(t, e = L, s = {}) {
				return new r(t, e, this.root, this.roots, this.nocase, this.childrenCache(), s);
			}
			getRootString(t) {
				return er.exec(t)?.[0] ?? re.win32.parse(t).root;
			}
			getRoot(t) {
				if (t = ii(t.toUpperCase()), t === this.root.name || /^[\\/]$/.test(t)) return this.root;
				for (let [e, s] of Object.entries(this.roots)) if (this.sameRoot(t, e)) return this.roots[t] = s;
				return this.roots[t] = new At(t, {
					nocase: this.nocase,
					fs: this.fs
				}).root;
			}
			sameRoot(t, e = this.root.name) {
				return ii(t.toUpperCase()) === e;
			}
		};
		E.PathWin32 = Ct;
		var Mt = class r extends R {
			splitSep = "/";
			sep = "/";
			constructor(t, e = L, s, i, n, o, h) {
				super(t, e, s, i, n, o, h);
			}
			getRootString(t) {
				return t.startsWith("/") ? "/" : "";
			}
			getRoot(t) {
				return this.root;
			}
			newChild(t, e = L, s = {}) {
				return new r(t, e, this.root, this.roots, this.nocase, this.childrenCache(), s);
			}
		};
		E.PathPosix = Mt;
		var kt = class {
			root;
			rootPath;
			roots;
			cwd;
			#t;
			#n;
			#i;
			nocase;
			#o;
			constructor(t = process.cwd(), e, s, { nocase: i, childrenCacheSize: n = 16384, fs: o = _t } = {}) {
				this.#o = ai(o), (t instanceof URL || t.startsWith("file://")) && (t = (0, Vn.fileURLToPath)(t));
				let h = e.resolve(t);
				this.roots = Object.create(null), this.rootPath = this.parseRootPath(h), this.#t = new xt(), this.#n = new xt(), this.#i = new oe(n);
				let a = h.substring(this.rootPath.length).split(s);
				if (a.length === 1 && !a[0] && a.pop(), i === void 0) throw new TypeError("must provide nocase setting to PathScurryBase ctor");
				this.nocase = i, this.root = this.newRoot(this.#o), this.roots[this.rootPath] = this.root;
				let l = this.root, c = a.length - 1, u = e.sep, f = this.rootPath, p = !1;
				for (let g of a) {
					let d = c--;
					l = l.child(g, {
						relative: new Array(d).fill("..").join(u),
						relativePosix: new Array(d).fill("..").join("/"),
						fullpath: f += (p ? "" : u) + g
					}), p = !0;
				}
				this.cwd = l;
			}
			depth(t = this.cwd) {
				return typeof t == "string" && (t = this.cwd.resolve(t)), t.depth();
			}
			childrenCache() {
				return this.#i;
			}
			resolve(...t) {
				let e = "";
				for (let n = t.length - 1; n >= 0; n--) {
					let o = t[n];
					if (!(!o || o === ".") && (e = e ? `${o}/${e}` : o, this.isAbsolute(o))) break;
				}
				let s = this.#t.get(e);
				if (s !== void 0) return s;
				let i = this.cwd.resolve(e).fullpath();
				return this.#t.set(e, i), i;
			}
			resolvePosix(...t) {
				let e = "";
				for (let n = t.length - 1; n >= 0; n--) {
					let o = t[n];
					if (!(!o || o === ".") && (e = e ? `${o}/${e}` : o, this.isAbsolute(o))) break;
				}
				let s = this.#n.get(e);
				if (s !== void 0) return s;
				let i = this.cwd.resolve(e).fullpathPosix();
				return this.#n.set(e, i), i;
			}
			relative(t = this.cwd) {
				return typeof t == "string" && (t = this.cwd.resolve(t)), t.relative();
			}
			relativePosix(t = this.cwd) {
				return typeof t == "string" && (t = this.cwd.resolve(t)), t.relativePosix();
			}
			basename(t = this.cwd) {
				return typeof t == "string" && (t = this.cwd.resolve(t)), t.name;
			}
			dirname(t = this.cwd) {
				return typeof t == "string" && (t = this.cwd.resolve(t)), (t.parent || t).fullpath();
			}
			async readdir(t = this.cwd, e = { withFileTypes: !0 }) {
				typeof t == "string" ? t = this.cwd.resolve(t) : t instanceof R || (e = t, t = this.cwd);
				let { withFileTypes: s } = e;
				if (t.canReaddir()) {
					let i = await t.readdir();
					return s ? i : i.map((n) => n.name);
				} else return [];
			}
			readdirSync(t = this.cwd, e = { withFileTypes: !0 }) {
				typeof t == "string" ? t = this.cwd.resolve(t) : t instanceof R || (e = t, t = this.cwd);
				let { withFileTypes: s = !0 } = e;
				return t.canReaddir() ? s ? t.readdirSync() : t.readdirSync().map((i) => i.name) : [];
			}
			async lstat(t = this.cwd) {
				return typeof t == "string" && (t = this.cwd.resolve(t)), t.lstat();
			}
			lstatSync(t = this.cwd) {
				return typeof t == "string" && (t = this.cwd.resolve(t)), t.lstatSync();
			}
			async readlink(t = this.cwd, { withFileTypes: e } = { withFileTypes: !1 }) {
				typeof t == "string" ? t = this.cwd.resolve(t) : t instanceof R || (e = t.withFileTypes, t = this.cwd);
				let s = await t.readlink();
				return e ? s : s?.fullpath();
			}
			readlinkSync(t = this.cwd, { withFileTypes: e } = { withFileTypes: !1 }) {
				typeof t == "string" ? t = this.cwd.resolve(t) : t instanceof R || (e = t.withFileTypes, t = this.cwd);
				let s = t.readlinkSync();
				return e ? s : s?.fullpath();
			}
			async realpath(t = this.cwd, { withFileTypes: e } = { withFileTypes: !1 }) {
				typeof t == "string" ? t = this.cwd.resolve(t) : t instanceof R || (e = t.withFileTypes, t = this.cwd);
				let s = await t.realpath();
				return e ? s : s?.fullpath();
			}
			realpathSync(t = this.cwd, { withFileTypes: e } = { withFileTypes: !1 }) {
				typeof t == "string" ? t = this.cwd.resolve(t) : t instanceof R || (e = t.withFileTypes, t = this.cwd);
				let s = t.realpathSync();
				return e ? s : s?.fullpath();
			}
			async walk(t = this.cwd, e = {}) {
				typeof t == "string" ? t = this.cwd.resolve(t) : t instanceof R || (e = t, t = this.cwd);
				let { withFileTypes: s = !0, follow: i = !1, filter: n, walkFilter: o } = e, h = [];
				(!n || n(t)) && h.push(s ? t : t.fullpath());
				let a = /* @__PURE__ */ new Set(), l = (u, f) => {
					a.add(u), u.readdirCB((p, g) => {
						if (p) return f(p);
						let d = g.length;
						if (!d) return f();
						let b = () => {
							--d === 0 && f();
						};
						for (let m of g) (!n || n(m)) && h.push(s ? m : m.fullpath()), i && m.isSymbolicLink() ? m.realpath().then((y) => y?.isUnknown() ? y.lstat() : y).then((y) => y?.shouldWalk(a, o) ? l(y, b) : b()) : m.shouldWalk(a, o) ? l(m, b) : b();
					}, !0);
				}, c = t;
				return new Promise((u, f) => {
					l(c, (p) => {
						if (p) return f(p);
						u(h);
					});
				});
			}
			walkSync(t = this.cwd, e = {}) {
				typeof t == "string" ? t = this.cwd.resolve(t) : t instanceof R || (e = t, t = this.cwd);
				let { withFileTypes: s = !0, follow: i = !1, filter: n, walkFilter: o } = e, h = [];
				(!n || n(t)) && h.push(s ? t : t.fullpath());
				let a = /* @__PURE__ */ new Set([t]);
				for (let l of a) {
					let c = l.readdirSync();
					for (let u of c) {
						(!n || n(u)) && h.push(s ? u : u.fullpath());
						let f = u;
						if (u.isSymbolicLink()) {
							if (!(i && (f = u.realpathSync()))) continue;
							f.isUnknown() && f.lstatSync();
						}
						f.shouldWalk(a, o) && a.add(f);
					}
				}
				return h;
			}
			[Symbol.asyncIterator]() {
				return this.iterate();
			}
			iterate(t = this.cwd, e = {}) {
				return typeof t == "string" ? t = this.cwd.resolve(t) : t instanceof R || (e = t, t = this.cwd), this.stream(t, e)[Symbol.asyncIterator]();
			}
			[Symbol.iterator]() {
				return this.iterateSync();
			}
			*iterateSync(t = this.cwd, e = {}) {
				typeof t == "string" ? t = this.cwd.resolve(t) : t instanceof R || (e = t, t = this.cwd);
				let { withFileTypes: s = !0, follow: i = !1, filter: n, walkFilter: o } = e;
				(!n || n(t)) && (yield s ? t : t.fullpath());
				let h = /* @__PURE__ */ new Set([t]);
				for (let a of h) {
					let l = a.readdirSync();
					for (let c of l) {
						(!n || n(c)) && (yield s ? c : c.fullpath());
						let u = c;
						if (c.isSymbolicLink()) {
							if (!(i && (u = c.realpathSync()))) continue;
							u.isUnknown() && u.lstatSync();
						}
						u.shouldWalk(h, o) && h.add(u);
					}
				}
			}
			stream(t = this.cwd, e = {}) {
				typeof t == "string" ? t = this.cwd.resolve(t) : t instanceof R || (e = t, t = this.cwd);
				let { withFileTypes: s = !0, follow: i = !1, filter: n, walkFilter: o } = e, h = new si.Minipass({ objectMode: !0 });
				(!n || n(t)) && h.write(s ? t : t.fullpath());
				let a = /* @__PURE__ */ new Set(), l = [t], c = 0, u = () => {
					let f = !1;
					for (; !f;) {
						let p = l.shift();
						if (!p) {
							c === 0 && h.end();
							return;
						}
						c++, a.add(p);
						let g = (b, m, y = !1) => {
							if (b) return h.emit("error", b);
							if (i && !y) {
								let _ = [];
								for (let v of m) v.isSymbolicLink() && _.push(v.realpath().then((S) => S?.isUnknown() ? S.lstat() : S));
								if (_.length) {
									Promise.all(_).then(() => g(null, m, !0));
									return;
								}
							}
							for (let _ of m) _ && (!n || n(_)) && (h.write(s ? _ : _.fullpath()) || (f = !0));
							c--;
							for (let _ of m) {
								let v = _.realpathCached() || _;
								v.shouldWalk(a, o) && l.push(v);
							}
							f && !h.flowing ? h.once("drain", u) : d || u();
						}, d = !0;
						p.readdirCB(g, !0), d = !1;
					}
				};
				return u(), h;
			}
			streamSync(t = this.cwd, e = {}) {
				typeof t == "string" ? t = this.cwd.resolve(t) : t instanceof R || (e = t, t = this.cwd);
				let { withFileTypes: s = !0, follow: i = !1, filter: n, walkFilter: o } = e, h = new si.Minipass({ objectMode: !0 }), a = /* @__PURE__ */ new Set();
				(!n || n(t)) && h.write(s ? t : t.fullpath());
				let l = [t], c = 0, u = () => {
					let f = !1;
					for (; !f;) {
						let p = l.shift();
						if (!p) {
							c === 0 && h.end();
							return;
						}
						c++, a.add(p);
						let g = p.readdirSync();
						for (let d of g) (!n || n(d)) && (h.write(s ? d : d.fullpath()) || (f = !0));
						c--;
						for (let d of g) {
							let b = d;
							if (d.isSymbolicLink()) {
								if (!(i && (b = d.realpathSync()))) continue;
								b.isUnknown() && b.lstatSync();
							}
							b.shouldWalk(a, o) && l.push(b);
						}
					}
					f && !h.flowing && h.once("drain", u);
				};
				return u(), h;
			}
			chdir(t = this.cwd) {
				let e = this.cwd;
				this.cwd = typeof t == "string" ? this.cwd.resolve(t) : t, this.cwd[pi](e);
			}
		};
		E.PathScurryBase = kt;
		var At = class extends kt {
			sep = "\\";
			constructor(t = process.cwd(), e = {}) {
				let { nocase: s = !0 } = e;
				typeof t == "string" && !t.startsWith("file://") && (t = t.replace(sr, "").replace(ir, "\\")), super(t, re.win32, "\\", {
					...e,
					nocase: s
				}), this.nocase = s;
				for (let i = this.cwd; i; i = i.parent) i.nocase = this.nocase;
			}
			parseRootPath(t) {
				return re.win32.parse(t).root.toUpperCase();
			}
			newRoot(t) {
				return new Ct(this.rootPath, I, void 0, this.roots, this.nocase, this.childrenCache(), { fs: t });
			}
			isAbsolute(t) {
				return t.startsWith("/") || t.startsWith("\\") || /^[a-z]:(\/|\\)/i.test(t);
			}
		};
		E.PathScurryWin32 = At;
		var Rt = class extends kt {
			sep = "/";
			constructor(t = process.cwd(), e = {}) {
				let { nocase: s = !1 } = e;
				super(t, re.posix, "/", {
					...e,
					nocase: s
				}), this.nocase = s;
			}
			parseRootPath(t) {
				return "/";
			}
			newRoot(t) {
				return new Mt(this.rootPath, I, void 0, this.roots, this.nocase, this.childrenCache(), { fs: t });
			}
			isAbsolute(t) {
				return t.startsWith("/");
			}
		};
		E.PathScurryPosix = Rt;
		var he = class extends Rt {
			constructor(t = process.cwd(), e = {}) {
				let { nocase: s = !0 } = e;
				super(t, {
					...e,
					nocase: s
				});
			}
		};
		E.PathScurryDarwin = he;
		E.Path = process.platform === "win32" ? Ct : Mt;
		E.PathScurry = process.platform === "win32" ? At : process.platform === "darwin" ? he : Rt;
	});
	var ts = C((le) => {
		"use strict";
		Object.defineProperty(le, "__esModule", { value: !0 });
		le.Pattern = void 0;
		var or = Y(), hr = (r) => r.length >= 1, ar = (r) => r.length >= 1, lr = Symbol.for("nodejs.util.inspect.custom");
		le.Pattern = class r {
			#t;
			#n;
			#i;
			length;
			#o;
			#r;
			#d;
			#f;
			#u;
			#h;
			#m = !0;
			constructor(t, e, s, i) {
				if (!hr(t)) throw new TypeError("empty pattern list");
				if (!ar(e)) throw new TypeError("empty glob list");
				if (e.length !== t.length) throw new TypeError("mismatched pattern list and glob list lengths");
				if (this.length = t.length, s < 0 || s >= this.length) throw new TypeError("index out of range");
				if (this.#t = t, this.#n = e, this.#i = s, this.#o = i, this.#i === 0) {
					if (this.isUNC()) {
						let n = this.#l() ? 6 : 4, o = this.#t.slice(0, n), h = this.#n.slice(0, n), a = this.#t.slice(n), l = this.#n.slice(n);
						a[0] === "" && (a.shift(), l.shift());
						let c = [...o, ""].join("/"), u = [...h, ""].join("/");
						this.#t = [c, ...a], this.#n = [u, ...l], this.length = this.#t.length;
					} else if (this.isDrive() || this.isAbsolute()) {
						let [n, ...o] = this.#t, [h, ...a] = this.#n;
						o[0] === "" && (o.shift(), a.shift());
						let l = `${n}/`, c = `${h}/`;
						this.#t = [l, ...o], this.#n = [c, ...a], this.length = this.#t.length;
					}
				}
			}
			[lr]() {
				return `Pattern <${this.#n.slice(this.#i).join("/")}>`;
			}
			pattern() {
				return this.#t[this.#i];
			}
			isString() {
				return typeof this.#t[this.#i] == "string";
			}
			isGlobstar() {
				return this.#t[this.#i] === or.GLOBSTAR;
			}
			isMatcher() {
				return typeof this.#t[this.#i] == "object";
			}
			globString() {
				return this.#d = this.#d || (this.#i === 0 ? this.isAbsolute() ? this.#n[0] + this.#n.slice(1).join("/") : this.#n.join("/") : this.#n.slice(this.#i).join("/"));
			}
			hasMore() {
				return this.length > this.#i + 1;
			}
			rest() {
				return this.#r !== void 0 ? this.#r : this.hasMore() ? (this.#r = new r(this.#t, this.#n, this.#i + 1, this.#o), this.#r.#h = this.#h, this.#r.#u = this.#u, this.#r.#f = this.#f, this.#r) : this.#r = null;
			}
			#l() {
				let t = this.#t;
				return t[2] === "?" && typeof t[3] == "string" && /^unc$/i.test(t[3]);
			}
			isUNC() {
				let t = this.#t, e = this.#l() ? 4 : 2;
				return this.#u !== void 0 ? this.#u : this.#u = this.#o === "win32" && this.#i === 0 && t[0] === "" && t[1] === "" && typeof t[e] == "string" && !!t[e] && typeof t[e + 1] == "string" && !!t[e + 1];
			}
			isDrive() {
				let t = this.#t;
				return this.#f !== void 0 ? this.#f : this.#f = this.#o === "win32" && this.#i === 0 && this.length > 1 && typeof t[0] == "string" && /^[a-z]:$/i.test(t[0]);
			}
			isAbsolute() {
				let t = this.#t;
				return this.#h !== void 0 ? this.#h : this.#h = t[0] === "" && t.length > 1 || this.isDrive() || this.isUNC();
			}
			root() {
				let t = this.#t[0];
				return typeof t == "string" && this.isAbsolute() && this.#i === 0 ? t : "";
			}
			checkFollowGlobstar() {
				return !(this.#i === 0 || !this.isGlobstar() || !this.#m);
			}
			markFollowGlobstar() {
				return this.#i === 0 || !this.isGlobstar() || !this.#m ? !1 : (this.#m = !1, !0);
			}
		};
	});
	var is = C((ce) => {
		"use strict";
		Object.defineProperty(ce, "__esModule", { value: !0 });
		ce.Ignore = void 0;
		var es = Y(), cr = ts(), ur = typeof process == "object" && process && typeof process.platform == "string" ? process.platform : "linux", ss = class {
			relative;
			relativeChildren;
			absolute;
			absoluteChildren;
			platform;
			mmopts;
			slashRoot;
			constructor(t, { nobrace: e, nocase: s, noext: i, noglobstar: n, normalize: o, platform: h = ur, root: a, windowsPathsNoEscape: l, allowWindowsEscape: c, braceExpandMax: u = 1e4 }, f) {
				this.relative = [], this.absolute = [], this.relativeChildren = [], this.absoluteChildren = [], this.platform = h, l = !!l || c === !1, this.mmopts = {
					braceExpandMax: u,
					dot: !0,
					nobrace: e,
					nocase: s,
					noext: i,
					noglobstar: n,
					normalize: o,
					optimizationLevel: 2,
					platform: h,
					nocomment: !0,
					nonegate: !0,
					windowsPathsNoEscape: l
				};
				let p = f?.resolve(a ?? "/").fullpath() ?? "/";
				this.slashRoot = (0, es.escape)(p.replace(/\\/g, "/").replace(/\/$/, ""), {
					magicalBraces: !0,
					windowsPathsNoEscape: l
				});
				for (let g of t) this.add(g);
			}
			add(t) {
				let e = new es.Minimatch(t, this.mmopts);
				for (let s = 0; s < e.set.length; s++) {
					let i = e.set[s], n = e.globParts[s];
					if (!i || !n) throw new Error("invalid pattern object");
					for (; i[0] === "." && n[0] === ".";) i.shift(), n.shift();
					let o = new cr.Pattern(i, n, 0, this.platform), h = o.root() === "/" ? `${this.slashRoot}/${o.rest()?.globString() ?? ""}` : o.globString(), a = new es.Minimatch(h, this.mmopts), l = n[n.length - 1] === "**", c = o.isAbsolute();
					c ? this.absolute.push(a) : this.relative.push(a), l && (c ? this.absoluteChildren.push(a) : this.relativeChildren.push(a));
				}
			}
			ignored(t) {
				let e = t.fullpath(), s = `${e}/`, i = t.relative() || ".", n = `${i}/`;
				for (let o of this.relative) if (o.match(i) || o.match(n)) return !0;
				for (let o of this.absolute) if (o.match(e) || o.match(s)) return !0;
				return !1;
			}
			childrenIgnored(t) {
				let e = `${t.fullpath()}/`, s = `${t.relative() || "."}/`;
				for (let i of this.relativeChildren) if (i.match(s)) return !0;
				for (let i of this.absoluteChildren) if (i.match(e)) return !0;
				return !1;
			}
		};
		ce.Ignore = ss;
	});
	var wi = C(($) => {
		"use strict";
		Object.defineProperty($, "__esModule", { value: !0 });
		$.Processor = $.SubWalks = $.MatchRecord = $.HasWalkedCache = void 0;
		var gi = Y(), ue = class r {
			parent;
			store;
			constructor(t) {
				this.parent = t;
			}
			copy() {
				return new r(this);
			}
			#t(t) {
				let e = this.store?.get(t);
				return e || !this.parent ? e : this.parent.#t(t);
			}
			hasWalked(t, e) {
				return !!this.#t(t.fullpath())?.has(e.globString());
			}
			storeWalked(t, e) {
				let s = t.fullpath(), i = this.#t(s);
				i ? i.add(e.globString()) : (this.store ??= /* @__PURE__ */ new Map()).set(s, /* @__PURE__ */ new Set([e.globString()]));
			}
		};
		$.HasWalkedCache = ue;
		var fe = class r {
			static ABSOLUTE = 2;
			static IF_DIR = 1;
			store = /* @__PURE__ */ new Map();
			add(t, e, s) {
				let i = (e ? r.ABSOLUTE : 0) | (s ? r.IF_DIR : 0), n = this.store.get(t);
				this.store.set(t, n === void 0 ? i : i & n);
			}
		};
		$.MatchRecord = fe;
		var de = class {
			store = /* @__PURE__ */ new Map();
			add(t, e) {
				if (!t.canReaddir()) return;
				let s = this.store.get(t);
				s ? s.find((i) => i.globString() === e.globString()) || s.push(e) : this.store.set(t, [e]);
			}
			get(t) {
				let e = this.store.get(t);
				if (!e) throw new Error("attempting to walk unknown path");
				return e;
			}
			entries() {
				return this.keys().map((t) => [t, this.store.get(t)]);
			}
			keys() {
				return [...this.store.keys()].filter((t) => t.canReaddir());
			}
		};
		$.SubWalks = de;
		$.Processor = class r {
			hasWalkedCache;
			matches = new fe();
			subwalks = new de();
			patterns;
			follow;
			dot;
			opts;
			constructor(t, e) {
				this.opts = t, this.follow = !!t.follow, this.dot = !!t.dot, this.hasWalkedCache = e ? e.copy() : new ue();
			}
			processPatterns(t, e) {
				this.patterns = e;
				let s = e.map((i) => [t, i]);
				for (let [i, n] of s) {
					this.hasWalkedCache.storeWalked(i, n);
					let o = n.root(), h = n.isAbsolute() && this.opts.absolute !== !1;
					if (o) {
						i = i.resolve(o === "/" && this.opts.root !== void 0 ? this.opts.root : o);
						let u = n.rest();
						if (u) n = u;
						else {
							this.matches.add(i, !0, !1);
							continue;
						}
					}
					if (i.isENOENT()) continue;
					let a, l, c = !1;
					for (; typeof (a = n.pattern()) == "string" && (l = n.rest());) i = i.resolve(a), n = l, c = !0;
					if (a = n.pattern(), l = n.rest(), c) {
						if (this.hasWalkedCache.hasWalked(i, n)) continue;
						this.hasWalkedCache.storeWalked(i, n);
					}
					if (typeof a == "string") {
						let u = a === ".." || a === "" || a === ".";
						this.matches.add(i.resolve(a), h, u);
						continue;
					} else if (a === gi.GLOBSTAR) {
						(!i.isSymbolicLink() || this.follow || n.checkFollowGlobstar()) && this.subwalks.add(i, n);
						let u = l?.pattern(), f = l?.rest();
						if (!l || (u === "" || u === ".") && !f) this.matches.add(i, h, u === "" || u === ".");
						else if (u === "..") {
							let p = i.parent || i;
							f ? this.hasWalkedCache.hasWalked(p, f) || this.subwalks.add(p, f) : this.matches.add(p, h, !0);
						}
					} else typeof a == "object" && this.subwalks.add(i, n);
				}
				return this;
			}
			subwalkTargets() {
				return this.subwalks.keys();
			}
			child() {
				return new r(this.opts, this.hasWalkedCache);
			}
			filterEntries(t, e) {
				let s = this.subwalks.get(t), i = this.child();
				for (let n of e) for (let o of s) {
					let h = o.isAbsolute(), a = o.pattern(), l = o.rest();
					a === gi.GLOBSTAR ? i.testGlobstar(n, o, l, h) : typeof a == "object" ? i.testMatcher(n, a, l, h) : i.testString(n, a, l, h);
				}
				return i;
			}
			testGlobstar(t, e, s, i) {
				if ((this.dot || !t.name.startsWith(".")) && (e.hasMore() || this.matches.add(t, i, !1), t.canReaddir() && (this.follow || !t.isSymbolicLink() ? this.subwalks.add(t, e) : t.isSymbolicLink() && (s && e.checkFollowGlobstar() ? this.subwalks.add(t, s) : e.markFollowGlobstar() && this.subwalks.add(t, e)))), s) {
					let n = s.pattern();
					if (typeof n == "string" && n !== ".." && n !== "" && n !== ".") this.testString(t, n, s.rest(), i);
					else if (n === "..") {
						let o = t.parent || t;
						this.subwalks.add(o, s);
					} else typeof n == "object" && this.testMatcher(t, n, s.rest(), i);
				}
			}
			testMatcher(t, e, s, i) {
				e.testUnchecked(t.name) && (s ? this.subwalks.add(t, s) : this.matches.add(t, i, !1));
			}
			testString(t, e, s, i) {
				t.isNamed(e) && (s ? this.subwalks.add(t, s) : this.matches.add(t, i, !1));
			}
		};
	});
	var yi = C((Q) => {
		"use strict";
		Object.defineProperty(Q, "__esModule", { value: !0 });
		Q.GlobStream = Q.GlobWalker = Q.GlobUtil = void 0;
		var fr = Ye(), bi = is(), rs = wi(), { ABSOLUTE: pe, IF_DIR: me } = rs.MatchRecord, dr = (r, t, e) => typeof r == "string" ? new bi.Ignore([r], t, e) : Array.isArray(r) ? new bi.Ignore(r, t, e) : r, Pt = class {
			path;
			patterns;
			opts;
			seen = /* @__PURE__ */ new Set();
			paused = !1;
			aborted = !1;
			#t = [];
			#n;
			#i;
			signal;
			maxDepth;
			includeChildMatches;
			constructor(t, e, s) {
				if (this.patterns = t, this.path = e, this.opts = s, this.#i = !s.posix && s.platform === "win32" ? "\\" : "/", this.includeChildMatches = s.includeChildMatches !== !1, (s.ignore || !this.includeChildMatches) && (this.#n = dr(s.ignore ?? [], s, e), !this.includeChildMatches && typeof this.#n.add != "function")) throw new Error("cannot ignore child matches, ignore lacks add() method.");
				this.maxDepth = s.maxDepth || 1 / 0, s.signal && (this.signal = s.signal, this.signal.addEventListener("abort", () => {
					this.#t.length = 0;
				}));
			}
			#o(t) {
				return this.seen.has(t) || !!this.#n?.ignored?.(t);
			}
			#r(t) {
				return !!this.#n?.childrenIgnored?.(t);
			}
			pause() {
				this.paused = !0;
			}
			resume() {
				if (this.signal?.aborted) return;
				this.paused = !1;
				let t;
				for (; !this.paused && (t = this.#t.shift());) t();
			}
			onResume(t) {
				this.paused ? this.#t.push(t) : t();
			}
			async matchCheck(t, e) {
				if (e && this.opts.nodir) return;
				let s, i;
				if (this.opts.realpath) {
					if (s = t.realpathCached() || await t.realpath(), !s) return;
					i = s;
				} else i = t;
				let o = i.isUnknown() || this.opts.stat ? await i.lstat() : i;
				if (this.opts.follow && this.opts.nodir && o?.isSymbolicLink()) {
					let h = await o.realpath();
					h && (h.isUnknown() || this.opts.stat) && await h.lstat();
				}
				return this.matchCheckTest(o, e);
			}
			matchCheckTest(t, e) {
				return t && (this.maxDepth === 1 / 0 || t.depth() <= this.maxDepth) && (!e || t.canReaddir()) && (!this.opts.nodir || !t.isDirectory()) && (!this.opts.nodir || !this.opts.follow || !t.isSymbolicLink() || !t.realpathCached()?.isDirectory()) && !this.#o(t) ? t : void 0;
			}
			matchCheckSync(t, e) {
				if (e && this.opts.nodir) return;
				let s, i;
				if (this.opts.realpath) {
					if (s = t.realpathCached() || t.realpathSync(), !s) return;
					i = s;
				} else i = t;
				let o = i.isUnknown() || this.opts.stat ? i.lstatSync() : i;
				if (this.opts.follow && this.opts.nodir && o?.isSymbolicLink()) {
					let h = o.realpathSync();
					h && (h?.isUnknown() || this.opts.stat) && h.lstatSync();
				}
				return this.matchCheckTest(o, e);
			}
			matchFinish(t, e) {
				this.#o(t) || this.#d(t, e);
			}
			#d(t, e) {
				if (!this.includeChildMatches && this.#n?.add) {
					let n = `${t.relativePosix()}/**`;
					this.#n.add(n);
				}
				let s = this.opts.absolute === void 0 ? e : this.opts.absolute;
				this.seen.add(t);
				let i = this.opts.mark && t.isDirectory() ? this.#i : "";
				if (this.opts.withFileTypes) this.matchEmit(t);
				else if (s) {
					let n = this.opts.posix ? t.fullpathPosix() : t.fullpath();
					this.matchEmit(n + i);
				} else {
					let n = this.opts.posix ? t.relativePosix() : t.relative(), o = this.opts.dotRelative && !n.startsWith(`..${this.#i}`) ? `.${this.#i}` : "";
					this.matchEmit(n ? o + n + i : `.${i}`);
				}
			}
			async match(t, e, s) {
				let i = await this.matchCheck(t, s);
				i && this.matchFinish(i, e);
			}
			matchSync(t, e, s) {
				let i = this.matchCheckSync(t, s);
				i && this.#d(i, e);
			}
			walkCB(t, e, s) {
				if (this.signal?.aborted) return s();
				this.walkCB2(t, e, new rs.Processor(this.opts), s);
			}
			walkCB2(t, e, s, i) {
				if (this.#r(t) || this.signal?.aborted) return i();
				if (this.paused) {
					this.onResume(() => this.walkCB2(t, e, s, i));
					return;
				}
				s.processPatterns(t, e);
				let n = 1, o = () => {
					--n === 0 && i();
				};
				for (let [h, a] of s.matches.store) this.#o(h) || (n++, this.match(h, !!(a & pe), !!(a & me)).then(() => o()));
				for (let h of s.subwalkTargets()) {
					if (this.maxDepth !== 1 / 0 && h.depth() >= this.maxDepth) continue;
					n++;
					let a = h.readdirCached();
					h.calledReaddir() ? this.walkCB3(h, a, s, o) : h.readdirCB((l, c) => this.walkCB3(h, c, s, o), !0);
				}
				o();
			}
			walkCB3(t, e, s, i) {
				let n = s.filterEntries(t, e), o = 1, h = () => {
					--o === 0 && i();
				};
				for (let [a, l] of n.matches.store) this.#o(a) || (o++, this.match(a, !!(l & pe), !!(l & me)).then(() => h()));
				for (let [a, l] of n.subwalks.entries()) o++, this.walkCB2(a, l, n.child(), h);
				h();
			}
			walkCBSync(t, e, s) {
				if (this.signal?.aborted) return s();
				this.walkCB2Sync(t, e, new rs.Processor(this.opts), s);
			}
			walkCB2Sync(t, e, s, i) {
				if (this.#r(t) || this.signal?.aborted) return i();
				if (this.paused) {
					this.onResume(() => this.walkCB2Sync(t, e, s, i));
					return;
				}
				s.processPatterns(t, e);
				let n = 1, o = () => {
					--n === 0 && i();
				};
				for (let [h, a] of s.matches.store) this.#o(h) || this.matchSync(h, !!(a & pe), !!(a & me));
				for (let h of s.subwalkTargets()) {
					if (this.maxDepth !== 1 / 0 && h.depth() >= this.maxDepth) continue;
					n++;
					let a = h.readdirSync();
					this.walkCB3Sync(h, a, s, o);
				}
				o();
			}
			walkCB3Sync(t, e, s, i) {
				let n = s.filterEntries(t, e), o = 1, h = () => {
					--o === 0 && i();
				};
				for (let [a, l] of n.matches.store) this.#o(a) || this.matchSync(a, !!(l & pe), !!(l & me));
				for (let [a, l] of n.subwalks.entries()) o++, this.walkCB2Sync(a, l, n.child(), h);
				h();
			}
		};
		Q.GlobUtil = Pt;
		var os = class extends Pt {
			matches = [];
			constructor(t, e, s) {
				super(t, e, s);
			}
			matchEmit(t) {
				this.matches.push(t);
			}
			async walk() {
				if (this.signal?.aborted) throw this.signal.reason;
				return this.path.isUnknown() && await this.path.lstat(), await new Promise((t, e) => {
					this.walkCB(this.path, this.patterns, () => {
						this.signal?.aborted ? e(this.signal.reason) : t(this.matches);
					});
				}), this.matches;
			}
			walkSync() {
				if (this.signal?.aborted) throw this.signal.reason;
				return this.path.isUnknown() && this.path.lstatSync(), this.walkCBSync(this.path, this.patterns, () => {
					if (this.signal?.aborted) throw this.signal.reason;
				}), this.matches;
			}
		};
		Q.GlobWalker = os;
		var hs = class extends Pt {
			results;
			constructor(t, e, s) {
				super(t, e, s), this.results = new fr.Minipass({
					signal: this.signal,
					objectMode: !0
				}), this.results.on("drain", () => this.resume()), this.results.on("resume", () => this.resume());
			}
			matchEmit(t) {
				this.results.write(t), this.results.flowing || this.pause();
			}
			stream() {
				let t = this.path;
				return t.isUnknown() ? t.lstat().then(() => {
					this.walkCB(t, this.patterns, () => this.results.end());
				}) : this.walkCB(t, this.patterns, () => this.results.end()), this.results;
			}
			streamSync() {
				return this.path.isUnknown() && this.path.lstatSync(), this.walkCBSync(this.path, this.patterns, () => this.results.end()), this.results;
			}
		};
		Q.GlobStream = hs;
	});
	var ls = C((be) => {
		"use strict";
		Object.defineProperty(be, "__esModule", { value: !0 });
		be.Glob = void 0;
		var pr = Y(), mr = __require("node:url"), ge = mi(), gr = ts(), we = yi(), wr = typeof process == "object" && process && typeof process.platform == "string" ? process.platform : "linux", as = class {
			absolute;
			cwd;
			root;
			dot;
			dotRelative;
			follow;
			ignore;
			magicalBraces;
			mark;
			matchBase;
			maxDepth;
			nobrace;
			nocase;
			nodir;
			noext;
			noglobstar;
			pattern;
			platform;
			realpath;
			scurry;
			stat;
			signal;
			windowsPathsNoEscape;
			withFileTypes;
			includeChildMatches;
			opts;
			patterns;
			constructor(t, e) {
				if (!e) throw new TypeError("glob options required");
				if (this.withFileTypes = !!e.withFileTypes, this.signal = e.signal, this.follow = !!e.follow, this.dot = !!e.dot, this.dotRelative = !!e.dotRelative, this.nodir = !!e.nodir, this.mark = !!e.mark, e.cwd ? (e.cwd instanceof URL || e.cwd.startsWith("file://")) && (e.cwd = (0, mr.fileURLToPath)(e.cwd)) : this.cwd = "", this.cwd = e.cwd || "", this.root = e.root, this.magicalBraces = !!e.magicalBraces, this.nobrace = !!e.nobrace, this.noext = !!e.noext, this.realpath = !!e.realpath, this.absolute = e.absolute, this.includeChildMatches = e.includeChildMatches !== !1, this.noglobstar = !!e.noglobstar, this.matchBase = !!e.matchBase, this.maxDepth = typeof e.maxDepth == "number" ? e.maxDepth : 1 / 0, this.stat = !!e.stat, this.ignore = e.ignore, this.withFileTypes && this.absolute !== void 0) throw new Error("cannot set absolute and withFileTypes:true");
				let s = typeof t == "string" ? [t] : t;
				if (this.windowsPathsNoEscape = !!e.windowsPathsNoEscape || e.allowWindowsEscape === !1, this.windowsPathsNoEscape && (s = s.map((l) => l.replace(/\\/g, "/"))), this.matchBase) {
					if (e.noglobstar) throw new TypeError("base matching requires globstar");
					s = s.map((l) => l.includes("/") ? l : `./**/${l}`);
				}
				if (this.pattern = s, this.platform = e.platform || wr, this.opts = {
					...e,
					platform: this.platform
				}, e.scurry) {
					if (this.scurry = e.scurry, e.nocase !== void 0 && e.nocase !== e.scurry.nocase) throw new Error("nocase option contradicts provided scurry option");
				} else {
					let l = e.platform === "win32" ? ge.PathScurryWin32 : e.platform === "darwin" ? ge.PathScurryDarwin : e.platform ? ge.PathScurryPosix : ge.PathScurry;
					this.scurry = new l(this.cwd, {
						nocase: e.nocase,
						fs: e.fs
					});
				}
				this.nocase = this.scurry.nocase;
				let i = this.platform === "darwin" || this.platform === "win32", n = {
					braceExpandMax: 1e4,
					...e,
					dot: this.dot,
					matchBase: this.matchBase,
					nobrace: this.nobrace,
					nocase: this.nocase,
					nocaseMagicOnly: i,
					nocomment: !0,
					noext: this.noext,
					nonegate: !0,
					optimizationLevel: 2,
					platform: this.platform,
					windowsPathsNoEscape: this.windowsPathsNoEscape
				}, [h, a] = this.pattern.map((l) => new pr.Minimatch(l, n)).reduce((l, c) => (l[0].push(...c.set), l[1].push(...c.globParts), l), [[], []]);
				this.patterns = h.map((l, c) => {
					let u = a[c];
					if (!u) throw new Error("invalid pattern object");
					return new gr.Pattern(l, u, 0, this.platform);
				});
			}
			async walk() {
				return await new we.GlobWalker(this.patterns, this.scurry.cwd, {
					...this.opts,
					maxDepth: this.maxDepth !== 1 / 0 ? this.maxDepth + this.scurry.cwd.depth() : 1 / 0,
					platform: this.platform,
					nocase: this.nocase,
					includeChildMatches: this.includeChildMatches
				}).walk();
			}
			walkSync() {
				return new we.GlobWalker(this.patterns, this.scurry.cwd, {
					...this.opts,
					maxDepth: this.maxDepth !== 1 / 0 ? this.maxDepth + this.scurry.cwd.depth() : 1 / 0,
					platform: this.platform,
					nocase: this.nocase,
					includeChildMatches: this.includeChildMatches
				}).walkSync();
			}
			stream() {
				return new we.GlobStream(this.patterns, this.scurry.cwd, {
					...this.opts,
					maxDepth: this.maxDepth !== 1 / 0 ? this.maxDepth + this.scurry.cwd.depth() : 1 / 0,
					platform: this.platform,
					nocase: this.nocase,
					includeChildMatches: this.includeChildMatches
				}).stream();
			}
			streamSync() {
				return new we.GlobStream(this.patterns, this.scurry.cwd, {
					...this.opts,
					maxDepth: this.maxDepth !== 1 / 0 ? this.maxDepth + this.scurry.cwd.depth() : 1 / 0,
					platform: this.platform,
					nocase: this.nocase,
					includeChildMatches: this.includeChildMatches
				}).streamSync();
			}
			iterateSync() {
				return this.streamSync()[Symbol.iterator]();
			}
			[Symbol.iterator]() {
				return this.iterateSync();
			}
			iterate() {
				return this.stream()[Symbol.asyncIterator]();
			}
			[Symbol.asyncIterator]() {
				return this.iterate();
			}
		};
		be.Glob = as;
	});
	var cs = C((ye) => {
		"use strict";
		Object.defineProperty(ye, "__esModule", { value: !0 });
		ye.hasMagic = void 0;
		var br = Y(), yr = (r, t = {}) => {
			for (let e of Array.isArray(r) ? r : [r]) if (new br.Minimatch(e, t).hasMagic()) return !0;
			return !1;
		};
		ye.hasMagic = yr;
	});
	Object.defineProperty(exports, "__esModule", { value: !0 });
	exports.glob = exports.sync = exports.iterate = exports.iterateSync = exports.stream = exports.streamSync = exports.Ignore = exports.hasMagic = exports.Glob = exports.unescape = exports.escape = void 0;
	exports.globStreamSync = Tt;
	exports.globStream = us;
	exports.globSync = fs;
	exports.globIterateSync = Ft;
	exports.globIterate = ds;
	var Si = Y();
	var nt = ls();
	var Sr = cs();
	var _i = Y();
	Object.defineProperty(exports, "escape", {
		enumerable: !0,
		get: function() {
			return _i.escape;
		}
	});
	Object.defineProperty(exports, "unescape", {
		enumerable: !0,
		get: function() {
			return _i.unescape;
		}
	});
	var vr = ls();
	Object.defineProperty(exports, "Glob", {
		enumerable: !0,
		get: function() {
			return vr.Glob;
		}
	});
	var _r = cs();
	Object.defineProperty(exports, "hasMagic", {
		enumerable: !0,
		get: function() {
			return _r.hasMagic;
		}
	});
	var Er = is();
	Object.defineProperty(exports, "Ignore", {
		enumerable: !0,
		get: function() {
			return Er.Ignore;
		}
	});
	function Tt(r, t = {}) {
		return new nt.Glob(r, t).streamSync();
	}
	function us(r, t = {}) {
		return new nt.Glob(r, t).stream();
	}
	function fs(r, t = {}) {
		return new nt.Glob(r, t).walkSync();
	}
	async function vi(r, t = {}) {
		return new nt.Glob(r, t).walk();
	}
	function Ft(r, t = {}) {
		return new nt.Glob(r, t).iterateSync();
	}
	function ds(r, t = {}) {
		return new nt.Glob(r, t).iterate();
	}
	exports.streamSync = Tt;
	exports.stream = Object.assign(us, { sync: Tt });
	exports.iterateSync = Ft;
	exports.iterate = Object.assign(ds, { sync: Ft });
	exports.sync = Object.assign(fs, {
		stream: Tt,
		iterate: Ft
	});
	exports.glob = Object.assign(vi, {
		glob: vi,
		globSync: fs,
		sync: exports.sync,
		globStream: us,
		stream: exports.stream,
		globStreamSync: Tt,
		streamSync: exports.streamSync,
		globIterate: ds,
		iterate: exports.iterate,
		globIterateSync: Ft,
		iterateSync: exports.iterateSync,
		Glob: nt.Glob,
		hasMagic: Sr.hasMagic,
		escape: Si.escape,
		unescape: Si.unescape
	});
	exports.glob.glob = exports.glob;
}));
// node_modules/@vercel/nft/out/utils/get-package-base.js
var require_get_package_base = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.getPackageBase = getPackageBase;
	exports.getPackageName = getPackageName;
	const pkgNameRegEx = /^(@[^\\\/]+[\\\/])?[^\\\/]+/;
	function getPackageBase(id) {
		const pkgIndex = id.lastIndexOf("node_modules");
		if (pkgIndex !== -1 && (id[pkgIndex - 1] === "/" || id[pkgIndex - 1] === "\\") && (id[pkgIndex + 12] === "/" || id[pkgIndex + 12] === "\\")) {
			const pkgNameMatch = id.slice(pkgIndex + 13).match(pkgNameRegEx);
			if (pkgNameMatch) return id.slice(0, pkgIndex + 13 + pkgNameMatch[0].length);
		}
	}
	function getPackageName(id) {
		const pkgIndex = id.lastIndexOf("node_modules");
		if (pkgIndex !== -1 && (id[pkgIndex - 1] === "/" || id[pkgIndex - 1] === "\\") && (id[pkgIndex + 12] === "/" || id[pkgIndex + 12] === "\\")) {
			const pkgNameMatch = id.slice(pkgIndex + 13).match(pkgNameRegEx);
			if (pkgNameMatch && pkgNameMatch.length > 0) return pkgNameMatch[0].replace(/\\/g, "/");
		}
	}
}));
// node_modules/semver/internal/constants.js
var require_constants = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	module.exports = {
		MAX_LENGTH: 256,
		MAX_SAFE_COMPONENT_LENGTH: 16,
		MAX_SAFE_BUILD_LENGTH: 250,
		MAX_SAFE_INTEGER: Number.MAX_SAFE_INTEGER || 
		/* istanbul ignore next */ 9007199254740991,
		WHITESPACE_CHARACTERS: [
			"	",
			"\n",
			"\v",
			"\f",
			"\r",
			" ",
			"\xA0",
			" ",
			" ",
			" ",
			" ",
			" ",
			" ",
			" ",
			" ",
			" ",
			" ",
			" ",
			" ",
			"\u2028",
			"\u2029",
			" ",
			" ",
			"　",
			"﻿"
		],
		RELEASE_TYPES: [
			"major",
			"premajor",
			"minor",
			"preminor",
			"patch",
			"prepatch",
			"prerelease"
		],
		SEMVER_SPEC_VERSION: "2.0.0",
		FLAG_INCLUDE_PRERELEASE: 1,
		FLAG_LOOSE: 2
	};
}));
// node_modules/semver/internal/debug.js
var require_debug$1 = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	module.exports = typeof process === "object" && process.env && process.env.NODE_DEBUG && /\bsemver\b/i.test(process.env.NODE_DEBUG) ? (...args) => console.error("SEMVER", ...args) : () => {};
}));
// node_modules/semver/internal/re.js
var require_re = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const { MAX_SAFE_COMPONENT_LENGTH, MAX_SAFE_BUILD_LENGTH, MAX_LENGTH } = require_constants();
	const debug = require_debug$1();
	exports = module.exports = {};
	const re = exports.re = [];
	const safeRe = exports.safeRe = [];
	const src = exports.src = [];
	const safeSrc = exports.safeSrc = [];
	const t = exports.t = {};
	let R = 0;
	const LETTERDASHNUMBER = "[a-zA-Z0-9-]";
	const safeRegexReplacements = [
		["\\s", 1],
		["\\d", MAX_LENGTH],
		[LETTERDASHNUMBER, MAX_SAFE_BUILD_LENGTH]
	];
	const makeSafeRegex = (value) => {
		for (const [token, max] of safeRegexReplacements) value = value.split(`${token}*`).join(`${token}{0,${max}}`).split(`${token}+`).join(`${token}{1,${max}}`);
		return value;
	};
	const createToken = (name, value, isGlobal) => {
		const safe = makeSafeRegex(value);
		const index = R++;
		debug(name, index, value);
		t[name] = index;
		src[index] = value;
		safeSrc[index] = safe;
		re[index] = new RegExp(value, isGlobal ? "g" : void 0);
		safeRe[index] = new RegExp(safe, isGlobal ? "g" : void 0);
	};
	createToken("NUMERICIDENTIFIER", "0|[1-9]\\d*");
	createToken("NUMERICIDENTIFIERLOOSE", "\\d+");
	createToken("NONNUMERICIDENTIFIER", `\\d*[a-zA-Z-]${LETTERDASHNUMBER}*`);
	createToken("MAINVERSION", `(${src[t.NUMERICIDENTIFIER]})\\.(${src[t.NUMERICIDENTIFIER]})\\.(${src[t.NUMERICIDENTIFIER]})`);
	createToken("MAINVERSIONLOOSE", `(${src[t.NUMERICIDENTIFIERLOOSE]})\\.(${src[t.NUMERICIDENTIFIERLOOSE]})\\.(${src[t.NUMERICIDENTIFIERLOOSE]})`);
	createToken("PRERELEASEIDENTIFIER", `(?:${src[t.NONNUMERICIDENTIFIER]}|${src[t.NUMERICIDENTIFIER]})`);
	createToken("PRERELEASEIDENTIFIERLOOSE", `(?:${src[t.NONNUMERICIDENTIFIER]}|${src[t.NUMERICIDENTIFIERLOOSE]})`);
	createToken("PRERELEASE", `(?:-(${src[t.PRERELEASEIDENTIFIER]}(?:\\.${src[t.PRERELEASEIDENTIFIER]})*))`);
	createToken("PRERELEASELOOSE", `(?:-?(${src[t.PRERELEASEIDENTIFIERLOOSE]}(?:\\.${src[t.PRERELEASEIDENTIFIERLOOSE]})*))`);
	createToken("BUILDIDENTIFIER", `${LETTERDASHNUMBER}+`);
	createToken("BUILD", `(?:\\+(${src[t.BUILDIDENTIFIER]}(?:\\.${src[t.BUILDIDENTIFIER]})*))`);
	createToken("FULLPLAIN", `v?${src[t.MAINVERSION]}${src[t.PRERELEASE]}?${src[t.BUILD]}?`);
	createToken("FULL", `^${src[t.FULLPLAIN]}$`);
	createToken("LOOSEPLAIN", `[v=\\s]*${src[t.MAINVERSIONLOOSE]}${src[t.PRERELEASELOOSE]}?${src[t.BUILD]}?`);
	createToken("LOOSE", `^${src[t.LOOSEPLAIN]}$`);
	createToken("GTLT", "((?:<|>)?=?)");
	createToken("XRANGEIDENTIFIERLOOSE", `${src[t.NUMERICIDENTIFIERLOOSE]}|x|X|\\*`);
	createToken("XRANGEIDENTIFIER", `${src[t.NUMERICIDENTIFIER]}|x|X|\\*`);
	createToken("XRANGEPLAIN", `[v=\\s]*(${src[t.XRANGEIDENTIFIER]})(?:\\.(${src[t.XRANGEIDENTIFIER]})(?:\\.(${src[t.XRANGEIDENTIFIER]})(?:${src[t.PRERELEASE]})?${src[t.BUILD]}?)?)?`);
	createToken("XRANGEPLAINLOOSE", `[v=\\s]*(${src[t.XRANGEIDENTIFIERLOOSE]})(?:\\.(${src[t.XRANGEIDENTIFIERLOOSE]})(?:\\.(${src[t.XRANGEIDENTIFIERLOOSE]})(?:${src[t.PRERELEASELOOSE]})?${src[t.BUILD]}?)?)?`);
	createToken("XRANGE", `^${src[t.GTLT]}\\s*${src[t.XRANGEPLAIN]}$`);
	createToken("XRANGELOOSE", `^${src[t.GTLT]}\\s*${src[t.XRANGEPLAINLOOSE]}$`);
	createToken("COERCEPLAIN", `(^|[^\\d])(\\d{1,${MAX_SAFE_COMPONENT_LENGTH}})(?:\\.(\\d{1,${MAX_SAFE_COMPONENT_LENGTH}}))?(?:\\.(\\d{1,${MAX_SAFE_COMPONENT_LENGTH}}))?`);
	createToken("COERCE", `${src[t.COERCEPLAIN]}(?:$|[^\\d])`);
	createToken("COERCEFULL", src[t.COERCEPLAIN] + `(?:${src[t.PRERELEASE]})?(?:${src[t.BUILD]})?(?:$|[^\\d])`);
	createToken("COERCERTL", src[t.COERCE], true);
	createToken("COERCERTLFULL", src[t.COERCEFULL], true);
	createToken("LONETILDE", "(?:~>?)");
	createToken("TILDETRIM", `(\\s*)${src[t.LONETILDE]}\\s+`, true);
	exports.tildeTrimReplace = "$1~";
	createToken("TILDE", `^${src[t.LONETILDE]}${src[t.XRANGEPLAIN]}$`);
	createToken("TILDELOOSE", `^${src[t.LONETILDE]}${src[t.XRANGEPLAINLOOSE]}$`);
	createToken("LONECARET", "(?:\\^)");
	createToken("CARETTRIM", `(\\s*)${src[t.LONECARET]}\\s+`, true);
	exports.caretTrimReplace = "$1^";
	createToken("CARET", `^${src[t.LONECARET]}${src[t.XRANGEPLAIN]}$`);
	createToken("CARETLOOSE", `^${src[t.LONECARET]}${src[t.XRANGEPLAINLOOSE]}$`);
	createToken("COMPARATORLOOSE", `^${src[t.GTLT]}\\s*(${src[t.LOOSEPLAIN]})$|^$`);
	createToken("COMPARATOR", `^${src[t.GTLT]}\\s*(${src[t.FULLPLAIN]})$|^$`);
	createToken("COMPARATORTRIM", `(\\s*)${src[t.GTLT]}\\s*(${src[t.LOOSEPLAIN]}|${src[t.XRANGEPLAIN]})`, true);
	exports.comparatorTrimReplace = "$1$2$3";
	createToken("HYPHENRANGE", `^\\s*(${src[t.XRANGEPLAIN]})\\s+-\\s+(${src[t.XRANGEPLAIN]})\\s*$`);
	createToken("HYPHENRANGELOOSE", `^\\s*(${src[t.XRANGEPLAINLOOSE]})\\s+-\\s+(${src[t.XRANGEPLAINLOOSE]})\\s*$`);
	createToken("STAR", "(<|>)?=?\\s*\\*");
	createToken("GTE0", "^\\s*>=\\s*0\\.0\\.0\\s*$");
	createToken("GTE0PRE", "^\\s*>=\\s*0\\.0\\.0-0\\s*$");
}));
// node_modules/semver/internal/parse-options.js
var require_parse_options = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const looseOption = Object.freeze({ loose: true });
	const emptyOpts = Object.freeze({});
	const parseOptions = (options) => {
		if (!options) return emptyOpts;
		if (typeof options !== "object") return looseOption;
		return options;
	};
	module.exports = parseOptions;
}));
// node_modules/semver/internal/identifiers.js
var require_identifiers = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const numeric = /^[0-9]+$/;
	const compareIdentifiers = (a, b) => {
		if (typeof a === "number" && typeof b === "number") return a === b ? 0 : a < b ? -1 : 1;
		const anum = numeric.test(a);
		const bnum = numeric.test(b);
		if (anum && bnum) {
			a = +a;
			b = +b;
		}
		return a === b ? 0 : anum && !bnum ? -1 : bnum && !anum ? 1 : a < b ? -1 : 1;
	};
	const rcompareIdentifiers = (a, b) => compareIdentifiers(b, a);
	module.exports = {
		compareIdentifiers,
		rcompareIdentifiers
	};
}));
// node_modules/semver/classes/semver.js
var require_semver$1 = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const debug = require_debug$1();
	const { MAX_LENGTH, MAX_SAFE_INTEGER } = require_constants();
	const { safeRe: re, t } = require_re();
	const parseOptions = require_parse_options();
	const { compareIdentifiers } = require_identifiers();
	const isPrereleaseIdentifier = (prerelease, identifier) => {
		const identifiers = identifier.split(".");
		if (identifiers.length > prerelease.length) return false;
		for (let i = 0; i < identifiers.length; i++) if (compareIdentifiers(prerelease[i], identifiers[i]) !== 0) return false;
		return true;
	};
	module.exports = class SemVer {
		constructor(version, options) {
			options = parseOptions(options);
			if (version instanceof SemVer) {
				if (version.loose === !!options.loose && version.includePrerelease === !!options.includePrerelease) return version;
				else version = version.version;
			} else if (typeof version !== "string") throw new TypeError(`Invalid version. Must be a string. Got type "${typeof version}".`);
			if (version.length > MAX_LENGTH) throw new TypeError(`version is longer than ${MAX_LENGTH} characters`);
			debug("SemVer", version, options);
			this.options = options;
			this.loose = !!options.loose;
			this.includePrerelease = !!options.includePrerelease;
			const m = version.trim().match(options.loose ? re[t.LOOSE] : re[t.FULL]);
			if (!m) throw new TypeError(`Invalid Version: ${version}`);
			this.raw = version;
			this.major = +m[1];
			this.minor = +m[2];
			this.patch = +m[3];
			if (this.major > MAX_SAFE_INTEGER || this.major < 0) throw new TypeError("Invalid major version");
			if (this.minor > MAX_SAFE_INTEGER || this.minor < 0) throw new TypeError("Invalid minor version");
			if (this.patch > MAX_SAFE_INTEGER || this.patch < 0) throw new TypeError("Invalid patch version");
			if (!m[4]) this.prerelease = [];
			else this.prerelease = m[4].split(".").map((id) => {
				if (/^[0-9]+$/.test(id)) {
					const num = +id;
					if (num >= 0 && num < MAX_SAFE_INTEGER) return num;
				}
				return id;
			});
			this.build = m[5] ? m[5].split(".") : [];
			this.format();
		}
		format() {
			this.version = `${this.major}.${this.minor}.${this.patch}`;
			if (this.prerelease.length) this.version += `-${this.prerelease.join(".")}`;
			return this.version;
		}
		toString() {
			return this.version;
		}
		compare(other) {
			debug("SemVer.compare", this.version, this.options, other);
			if (!(other instanceof SemVer)) {
				if (typeof other === "string" && other === this.version) return 0;
				other = new SemVer(other, this.options);
			}
			if (other.version === this.version) return 0;
			return this.compareMain(other) || this.comparePre(other);
		}
		compareMain(other) {
			if (!(other instanceof SemVer)) other = new SemVer(other, this.options);
			if (this.major < other.major) return -1;
			if (this.major > other.major) return 1;
			if (this.minor < other.minor) return -1;
			if (this.minor > other.minor) return 1;
			if (this.patch < other.patch) return -1;
			if (this.patch > other.patch) return 1;
			return 0;
		}
		comparePre(other) {
			if (!(other instanceof SemVer)) other = new SemVer(other, this.options);
			if (this.prerelease.length && !other.prerelease.length) return -1;
			else if (!this.prerelease.length && other.prerelease.length) return 1;
			else if (!this.prerelease.length && !other.prerelease.length) return 0;
			let i = 0;
			do {
				const a = this.prerelease[i];
				const b = other.prerelease[i];
				debug("prerelease compare", i, a, b);
				if (a === void 0 && b === void 0) return 0;
				else if (b === void 0) return 1;
				else if (a === void 0) return -1;
				else if (a === b) continue;
				else return compareIdentifiers(a, b);
			} while (++i);
		}
		compareBuild(other) {
			if (!(other instanceof SemVer)) other = new SemVer(other, this.options);
			let i = 0;
			do {
				const a = this.build[i];
				const b = other.build[i];
				debug("build compare", i, a, b);
				if (a === void 0 && b === void 0) return 0;
				else if (b === void 0) return 1;
				else if (a === void 0) return -1;
				else if (a === b) continue;
				else return compareIdentifiers(a, b);
			} while (++i);
		}
		inc(release, identifier, identifierBase) {
			if (release.startsWith("pre")) {
				if (!identifier && identifierBase === false) throw new Error("invalid increment argument: identifier is empty");
				if (identifier) {
					const match = `-${identifier}`.match(this.options.loose ? re[t.PRERELEASELOOSE] : re[t.PRERELEASE]);
					if (!match || match[1] !== identifier) throw new Error(`invalid identifier: ${identifier}`);
				}
			}
			switch (release) {
				case "premajor":
					this.prerelease.length = 0;
					this.patch = 0;
					this.minor = 0;
					this.major++;
					this.inc("pre", identifier, identifierBase);
					break;
				case "preminor":
					this.prerelease.length = 0;
					this.patch = 0;
					this.minor++;
					this.inc("pre", identifier, identifierBase);
					break;
				case "prepatch":
					this.prerelease.length = 0;
					this.inc("patch", identifier, identifierBase);
					this.inc("pre", identifier, identifierBase);
					break;
				case "prerelease":
					if (this.prerelease.length === 0) this.inc("patch", identifier, identifierBase);
					this.inc("pre", identifier, identifierBase);
					break;
				case "release":
					if (this.prerelease.length === 0) throw new Error(`version ${this.raw} is not a prerelease`);
					this.prerelease.length = 0;
					break;
				case "major":
					if (this.minor !== 0 || this.patch !== 0 || this.prerelease.length === 0) this.major++;
					this.minor = 0;
					this.patch = 0;
					this.prerelease = [];
					break;
				case "minor":
					if (this.patch !== 0 || this.prerelease.length === 0) this.minor++;
					this.patch = 0;
					this.prerelease = [];
					break;
				case "patch":
					if (this.prerelease.length === 0) this.patch++;
					this.prerelease = [];
					break;
				case "pre": {
					const base = Number(identifierBase) ? 1 : 0;
					if (this.prerelease.length === 0) this.prerelease = [base];
					else {
						let i = this.prerelease.length;
						while (--i >= 0) if (typeof this.prerelease[i] === "number") {
							this.prerelease[i]++;
							i = -2;
						}
						if (i === -1) {
							if (identifier === this.prerelease.join(".") && identifierBase === false) throw new Error("invalid increment argument: identifier already exists");
							this.prerelease.push(base);
						}
					}
					if (identifier) {
						let prerelease = [identifier, base];
						if (identifierBase === false) prerelease = [identifier];
						if (isPrereleaseIdentifier(this.prerelease, identifier)) {
							const prereleaseBase = this.prerelease[identifier.split(".").length];
							if (isNaN(prereleaseBase)) this.prerelease = prerelease;
						} else this.prerelease = prerelease;
					}
					break;
				}
				default: throw new Error(`invalid increment argument: ${release}`);
			}
			this.raw = this.format();
			if (this.build.length) this.raw += `+${this.build.join(".")}`;
			return this;
		}
	};
}));
// node_modules/semver/functions/parse.js
var require_parse = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const SemVer = require_semver$1();
	const parse = (version, options, throwErrors = false) => {
		if (version instanceof SemVer) return version;
		try {
			return new SemVer(version, options);
		} catch (er) {
			if (!throwErrors) return null;
			throw er;
		}
	};
	module.exports = parse;
}));
// node_modules/semver/functions/valid.js
var require_valid$1 = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const parse = require_parse();
	const valid = (version, options) => {
		const v = parse(version, options);
		return v ? v.version : null;
	};
	module.exports = valid;
}));
// node_modules/semver/functions/clean.js
var require_clean = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const parse = require_parse();
	const clean = (version, options) => {
		const s = parse(version.trim().replace(/^[=v]+/, ""), options);
		return s ? s.version : null;
	};
	module.exports = clean;
}));
// node_modules/semver/functions/inc.js
var require_inc = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const SemVer = require_semver$1();
	const inc = (version, release, options, identifier, identifierBase) => {
		if (typeof options === "string") {
			identifierBase = identifier;
			identifier = options;
			options = void 0;
		}
		try {
			return new SemVer(version instanceof SemVer ? version.version : version, options).inc(release, identifier, identifierBase).version;
		} catch (er) {
			return null;
		}
	};
	module.exports = inc;
}));
// node_modules/semver/functions/diff.js
var require_diff = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const parse = require_parse();
	const diff = (version1, version2) => {
		const v1 = parse(version1, null, true);
		const v2 = parse(version2, null, true);
		const comparison = v1.compare(v2);
		if (comparison === 0) return null;
		const v1Higher = comparison > 0;
		const highVersion = v1Higher ? v1 : v2;
		const lowVersion = v1Higher ? v2 : v1;
		const highHasPre = !!highVersion.prerelease.length;
		if (!!lowVersion.prerelease.length && !highHasPre) {
			if (!lowVersion.patch && !lowVersion.minor) return "major";
			if (lowVersion.compareMain(highVersion) === 0) {
				if (lowVersion.minor && !lowVersion.patch) return "minor";
				return "patch";
			}
		}
		const prefix = highHasPre ? "pre" : "";
		if (v1.major !== v2.major) return prefix + "major";
		if (v1.minor !== v2.minor) return prefix + "minor";
		if (v1.patch !== v2.patch) return prefix + "patch";
		return "prerelease";
	};
	module.exports = diff;
}));
// node_modules/semver/functions/major.js
var require_major = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const SemVer = require_semver$1();
	const major = (a, loose) => new SemVer(a, loose).major;
	module.exports = major;
}));
// node_modules/semver/functions/minor.js
var require_minor = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const SemVer = require_semver$1();
	const minor = (a, loose) => new SemVer(a, loose).minor;
	module.exports = minor;
}));
// node_modules/semver/functions/patch.js
var require_patch = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const SemVer = require_semver$1();
	const patch = (a, loose) => new SemVer(a, loose).patch;
	module.exports = patch;
}));
// node_modules/semver/functions/prerelease.js
var require_prerelease = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const parse = require_parse();
	const prerelease = (version, options) => {
		const parsed = parse(version, options);
		return parsed && parsed.prerelease.length ? parsed.prerelease : null;
	};
	module.exports = prerelease;
}));
// node_modules/semver/functions/compare.js
var require_compare = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const SemVer = require_semver$1();
	const compare = (a, b, loose) => new SemVer(a, loose).compare(new SemVer(b, loose));
	module.exports = compare;
}));
// node_modules/semver/functions/rcompare.js
var require_rcompare = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const compare = require_compare();
	const rcompare = (a, b, loose) => compare(b, a, loose);
	module.exports = rcompare;
}));
// node_modules/semver/functions/compare-loose.js
var require_compare_loose = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const compare = require_compare();
	const compareLoose = (a, b) => compare(a, b, true);
	module.exports = compareLoose;
}));
// node_modules/semver/functions/compare-build.js
var require_compare_build = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const SemVer = require_semver$1();
	const compareBuild = (a, b, loose) => {
		const versionA = new SemVer(a, loose);
		const versionB = new SemVer(b, loose);
		return versionA.compare(versionB) || versionA.compareBuild(versionB);
	};
	module.exports = compareBuild;
}));
// node_modules/semver/functions/sort.js
var require_sort = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const compareBuild = require_compare_build();
	const sort = (list, loose) => list.sort((a, b) => compareBuild(a, b, loose));
	module.exports = sort;
}));
// node_modules/semver/functions/rsort.js
var require_rsort = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const compareBuild = require_compare_build();
	const rsort = (list, loose) => list.sort((a, b) => compareBuild(b, a, loose));
	module.exports = rsort;
}));
// node_modules/semver/functions/gt.js
var require_gt = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const compare = require_compare();
	const gt = (a, b, loose) => compare(a, b, loose) > 0;
	module.exports = gt;
}));
// node_modules/semver/functions/lt.js
var require_lt = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const compare = require_compare();
	const lt = (a, b, loose) => compare(a, b, loose) < 0;
	module.exports = lt;
}));
// node_modules/semver/functions/eq.js
var require_eq = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const compare = require_compare();
	const eq = (a, b, loose) => compare(a, b, loose) === 0;
	module.exports = eq;
}));
// node_modules/semver/functions/neq.js
var require_neq = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const compare = require_compare();
	const neq = (a, b, loose) => compare(a, b, loose) !== 0;
	module.exports = neq;
}));
// node_modules/semver/functions/gte.js
var require_gte = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const compare = require_compare();
	const gte = (a, b, loose) => compare(a, b, loose) >= 0;
	module.exports = gte;
}));
// node_modules/semver/functions/lte.js
var require_lte = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const compare = require_compare();
	const lte = (a, b, loose) => compare(a, b, loose) <= 0;
	module.exports = lte;
}));
// node_modules/semver/functions/cmp.js
var require_cmp = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const eq = require_eq();
	const neq = require_neq();
	const gt = require_gt();
	const gte = require_gte();
	const lt = require_lt();
	const lte = require_lte();
	const cmp = (a, op, b, loose) => {
		switch (op) {
			case "===":
				if (typeof a === "object") a = a.version;
				if (typeof b === "object") b = b.version;
				return a === b;
			case "!==":
				if (typeof a === "object") a = a.version;
				if (typeof b === "object") b = b.version;
				return a !== b;
			case "":
			case "=":
			case "==": return eq(a, b, loose);
			case "!=": return neq(a, b, loose);
			case ">": return gt(a, b, loose);
			case ">=": return gte(a, b, loose);
			case "<": return lt(a, b, loose);
			case "<=": return lte(a, b, loose);
			default: throw new TypeError(`Invalid operator: ${op}`);
		}
	};
	module.exports = cmp;
}));
// node_modules/semver/functions/coerce.js
var require_coerce = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const SemVer = require_semver$1();
	const parse = require_parse();
	const { safeRe: re, t } = require_re();
	const coerce = (version, options) => {
		if (version instanceof SemVer) return version;
		if (typeof version === "number") version = String(version);
		if (typeof version !== "string") return null;
		options = options || {};
		let match = null;
		if (!options.rtl) match = version.match(options.includePrerelease ? re[t.COERCEFULL] : re[t.COERCE]);
		else {
			const coerceRtlRegex = options.includePrerelease ? re[t.COERCERTLFULL] : re[t.COERCERTL];
			let next;
			while ((next = coerceRtlRegex.exec(version)) && (!match || match.index + match[0].length !== version.length)) {
				if (!match || next.index + next[0].length !== match.index + match[0].length) match = next;
				coerceRtlRegex.lastIndex = next.index + next[1].length + next[2].length;
			}
			coerceRtlRegex.lastIndex = -1;
		}
		if (match === null) return null;
		const major = match[2];
		const minor = match[3] || "0";
		const patch = match[4] || "0";
		const prerelease = options.includePrerelease && match[5] ? `-${match[5]}` : "";
		const build = options.includePrerelease && match[6] ? `+${match[6]}` : "";
		return parse(`${major}.${minor}.${patch}${prerelease}${build}`, options);
	};
	module.exports = coerce;
}));
// node_modules/semver/functions/truncate.js
var require_truncate = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const parse = require_parse();
	const constants = require_constants();
	const SemVer = require_semver$1();
	const truncate = (version, truncation, options) => {
		if (!constants.RELEASE_TYPES.includes(truncation)) return null;
		const clonedVersion = cloneInputVersion(version, options);
		return clonedVersion && doTruncation(clonedVersion, truncation);
	};
	const cloneInputVersion = (version, options) => {
		const versionStringToParse = version instanceof SemVer ? version.version : version;
		return parse(versionStringToParse, options);
	};
	const doTruncation = (version, truncation) => {
		if (isPrerelease(truncation)) return version.version;
		version.prerelease = [];
		switch (truncation) {
			case "major":
				version.minor = 0;
				version.patch = 0;
				break;
			case "minor": version.patch = 0;
		}
		return version.format();
	};
	const isPrerelease = (type) => {
		return type.startsWith("pre");
	};
	module.exports = truncate;
}));
// node_modules/semver/internal/lrucache.js
var require_lrucache = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	var LRUCache = class {
		constructor() {
			this.max = 1e3;
			this.map = /* @__PURE__ */ new Map();
		}
		get(key) {
			const value = this.map.get(key);
			if (value === void 0) return;
			else {
				this.map.delete(key);
				this.map.set(key, value);
				return value;
			}
		}
		delete(key) {
			return this.map.delete(key);
		}
		set(key, value) {
			if (!this.delete(key) && value !== void 0) {
				if (this.map.size >= this.max) {
					const firstKey = this.map.keys().next().value;
					this.delete(firstKey);
				}
				this.map.set(key, value);
			}
			return this;
		}
	};
	module.exports = LRUCache;
}));
// node_modules/semver/internal/trim-comparator-whitespace.js
var require_trim_comparator_whitespace = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const { MAX_LENGTH, MAX_SAFE_BUILD_LENGTH, WHITESPACE_CHARACTERS } = require_constants();
	const whitespace = /* @__PURE__ */ new Uint8Array(65536);
	for (const char of WHITESPACE_CHARACTERS) whitespace[char.charCodeAt(0)] = 1;
	const isWhitespace = (char) => char !== void 0 && whitespace[char.charCodeAt(0)] === 1;
	const isVersionPrefix = (char) => char === "v" || char === "=" || isWhitespace(char);
	const isDigit = (char) => char !== void 0 && char >= "0" && char <= "9";
	const isLetter = (char) => char !== void 0 && (char >= "a" && char <= "z" || char >= "A" && char <= "Z");
	const isIdentifierCharacter = (char) => isDigit(char) || isLetter(char) || char === "-";
	const isVersionStart = (char) => isDigit(char) || char === "x" || char === "X" || char === "*";
	const findDigitsEndIndex = (range, start, limit, digitRuns) => {
		if (!isDigit(range[start])) return start;
		if (start >= digitRuns.start && start < digitRuns.end) return Math.min(start + limit, digitRuns.end);
		if (start >= digitRuns.previousStart && start < digitRuns.previousEnd) return Math.min(start + limit, digitRuns.previousEnd);
		let end = start + 1;
		while (isDigit(range[end])) end++;
		digitRuns.previousStart = digitRuns.start;
		digitRuns.previousEnd = digitRuns.end;
		digitRuns.start = start;
		digitRuns.end = end;
		return Math.min(start + limit, end);
	};
	const findVersionNumberEndIndex = (range, start, loose, digitRuns) => {
		if (!loose && range[start] === "0") return start + 1;
		return findDigitsEndIndex(range, start, loose ? MAX_LENGTH : MAX_LENGTH + 1, digitRuns);
	};
	const findPrereleaseIdentifierEndIndex = (range, start, loose, digitRuns) => {
		const digitsEnd = findDigitsEndIndex(range, start, MAX_LENGTH, digitRuns);
		if (isLetter(range[digitsEnd]) || range[digitsEnd] === "-") {
			let end = digitsEnd + 1;
			const limit = end + MAX_SAFE_BUILD_LENGTH;
			while (end < limit && isIdentifierCharacter(range[end])) end++;
			return end;
		}
		return findVersionNumberEndIndex(range, start, loose, digitRuns);
	};
	const findPrereleaseEndIndex = (range, start, loose, digitRuns) => {
		const hyphen = range[start] === "-";
		if (!loose && !hyphen) return start;
		const identifierStart = start + (hyphen ? 1 : 0);
		let end = findPrereleaseIdentifierEndIndex(range, identifierStart, loose, digitRuns);
		if (end === identifierStart) {
			if (!loose || !hyphen) return start;
			end = findPrereleaseIdentifierEndIndex(range, start, loose, digitRuns);
		}
		while (range[end] === ".") {
			const next = findPrereleaseIdentifierEndIndex(range, end + 1, loose, digitRuns);
			if (next === end + 1) break;
			end = next;
		}
		return end;
	};
	const findBuildIdentifierEndIndex = (range, start) => {
		let end = start;
		while (end - start < MAX_SAFE_BUILD_LENGTH && isIdentifierCharacter(range[end])) end++;
		return end;
	};
	const findBuildEndIndex = (range, start) => {
		if (range[start] !== "+") return start;
		let end = findBuildIdentifierEndIndex(range, start + 1);
		if (end === start + 1) return start;
		while (range[end] === ".") {
			const next = findBuildIdentifierEndIndex(range, end + 1);
			if (next === end + 1) break;
			end = next;
		}
		return end;
	};
	const findLooseFullVersionEndIndex = (range, start, digitRuns) => {
		let end = start;
		for (let component = 0; component < 3; component++) {
			const next = findVersionNumberEndIndex(range, end, true, digitRuns);
			if (next === end) return start;
			end = next;
			if (component < 2) {
				if (range[end] !== ".") return start;
				end++;
			}
		}
		const prereleaseEnd = findPrereleaseEndIndex(range, end, true, digitRuns);
		return findBuildEndIndex(range, prereleaseEnd);
	};
	const findPartialVersionComponentEndIndex = (range, start, digitRuns) => {
		if (isDigit(range[start])) return findVersionNumberEndIndex(range, start, false, digitRuns);
		return isVersionStart(range[start]) ? start + 1 : start;
	};
	const findPartialVersionEndIndex = (range, start, digitRuns) => {
		let end = findPartialVersionComponentEndIndex(range, start, digitRuns);
		for (let component = 0; component < 2; component++) {
			if (range[end] !== ".") return end;
			const next = findPartialVersionComponentEndIndex(range, end + 1, digitRuns);
			if (next === end + 1) return end;
			end = next;
		}
		const prereleaseEnd = findPrereleaseEndIndex(range, end, false, digitRuns);
		return findBuildEndIndex(range, prereleaseEnd);
	};
	const findVersionEndIndex = (range, start, digitRuns) => {
		const fullVersionEnd = findLooseFullVersionEndIndex(range, start, digitRuns);
		return fullVersionEnd !== start ? fullVersionEnd : findPartialVersionEndIndex(range, start, digitRuns);
	};
	const findRemovableWhitespaceIndex = (range, matchStart) => {
		let position = matchStart;
		if (isWhitespace(range[position])) position++;
		if (range[position] === "<" || range[position] === ">") position++;
		if (range[position] === "=") position++;
		return isWhitespace(range[position]) ? position : -1;
	};
	const trimComparatorWhitespace = (range) => {
		let result = "";
		let copyFrom = 0;
		let cursor = 0;
		const digitRuns = {
			start: -1,
			end: -1,
			previousStart: -1,
			previousEnd: -1
		};
		while (cursor < range.length) {
			const matchStart = cursor;
			if (range[cursor] === "<" || range[cursor] === ">") cursor++;
			else if (!isVersionPrefix(range[cursor]) && !isVersionStart(range[cursor])) {
				cursor++;
				continue;
			}
			while (cursor < range.length && isVersionPrefix(range[cursor])) cursor++;
			if (!isVersionStart(range[cursor])) continue;
			const whitespacePosition = findRemovableWhitespaceIndex(range, matchStart);
			if (whitespacePosition !== -1) {
				result += range.slice(copyFrom, whitespacePosition);
				copyFrom = whitespacePosition + 1;
			}
			cursor = findVersionEndIndex(range, cursor, digitRuns);
		}
		return result + range.slice(copyFrom);
	};
	module.exports = trimComparatorWhitespace;
}));
// node_modules/semver/classes/range.js
var require_range = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const SPACE_CHARACTERS = /\s+/g;
	module.exports = class Range {
		constructor(range, options) {
			options = parseOptions(options);
			if (range instanceof Range) {
				if (range.loose === !!options.loose && range.includePrerelease === !!options.includePrerelease) return range;
				else return new Range(range.raw, options);
			}
			if (range instanceof Comparator) {
				this.raw = range.value;
				this.set = [[range]];
				this.formatted = void 0;
				return this;
			}
			this.options = options;
			this.loose = !!options.loose;
			this.includePrerelease = !!options.includePrerelease;
			this.raw = range.trim().replace(SPACE_CHARACTERS, " ");
			this.set = this.raw.split("||").map((r) => this.parseRange(r.trim())).filter((c) => c.length);
			if (!this.set.length) throw new TypeError(`Invalid SemVer Range: ${this.raw}`);
			if (this.set.length > 1) {
				const first = this.set[0];
				this.set = this.set.filter((c) => !isNullSet(c[0]));
				if (this.set.length === 0) this.set = [first];
				else if (this.set.length > 1) {
					for (const c of this.set) if (c.length === 1 && isAny(c[0])) {
						this.set = [c];
						break;
					}
				}
			}
			this.formatted = void 0;
		}
		get range() {
			if (this.formatted === void 0) {
				this.formatted = "";
				for (let i = 0; i < this.set.length; i++) {
					if (i > 0) this.formatted += "||";
					const comps = this.set[i];
					for (let k = 0; k < comps.length; k++) {
						if (k > 0) this.formatted += " ";
						this.formatted += comps[k].toString().trim();
					}
				}
			}
			return this.formatted;
		}
		format() {
			return this.range;
		}
		toString() {
			return this.range;
		}
		parseRange(range) {
			range = range.replace(BUILDSTRIPRE, "");
			const memoKey = ((this.options.includePrerelease && FLAG_INCLUDE_PRERELEASE) | (this.options.loose && FLAG_LOOSE)) + ":" + range;
			const cached = cache.get(memoKey);
			if (cached) return cached;
			const loose = this.options.loose;
			const hr = loose ? re[t.HYPHENRANGELOOSE] : re[t.HYPHENRANGE];
			range = range.replace(hr, hyphenReplace(this.options.includePrerelease));
			debug("hyphen replace", range);
			range = trimComparatorWhitespace(range);
			debug("comparator trim", range);
			range = range.replace(re[t.TILDETRIM], tildeTrimReplace);
			debug("tilde trim", range);
			range = range.replace(re[t.CARETTRIM], caretTrimReplace);
			debug("caret trim", range);
			let rangeList = range.split(" ").map((comp) => parseComparator(comp, this.options)).join(" ").split(/\s+/).map((comp) => replaceGTE0(comp, this.options));
			if (loose) rangeList = rangeList.filter((comp) => {
				debug("loose invalid filter", comp, this.options);
				return !!comp.match(re[t.COMPARATORLOOSE]);
			});
			debug("range list", rangeList);
			const rangeMap = /* @__PURE__ */ new Map();
			const comparators = rangeList.map((comp) => new Comparator(comp, this.options));
			for (const comp of comparators) {
				if (isNullSet(comp)) return [comp];
				rangeMap.set(comp.value, comp);
			}
			if (rangeMap.size > 1 && rangeMap.has("")) rangeMap.delete("");
			const result = [...rangeMap.values()];
			cache.set(memoKey, result);
			return result;
		}
		intersects(range, options) {
			if (!(range instanceof Range)) throw new TypeError("a Range is required");
			return this.set.some((thisComparators) => {
				return isSatisfiable(thisComparators, options) && range.set.some((rangeComparators) => {
					return isSatisfiable(rangeComparators, options) && thisComparators.every((thisComparator) => {
						return rangeComparators.every((rangeComparator) => {
							return thisComparator.intersects(rangeComparator, options);
						});
					});
				});
			});
		}
		test(version) {
			if (!version) return false;
			if (typeof version === "string") try {
				version = new SemVer(version, this.options);
			} catch (er) {
				return false;
			}
			for (let i = 0; i < this.set.length; i++) if (testSet(this.set[i], version, this.options)) return true;
			return false;
		}
	};
	const cache = new (require_lrucache())();
	const parseOptions = require_parse_options();
	const Comparator = require_comparator();
	const debug = require_debug$1();
	const SemVer = require_semver$1();
	const trimComparatorWhitespace = require_trim_comparator_whitespace();
	const { safeRe: re, src, t, tildeTrimReplace, caretTrimReplace } = require_re();
	const { FLAG_INCLUDE_PRERELEASE, FLAG_LOOSE } = require_constants();
	const BUILDSTRIPRE = new RegExp(src[t.BUILD], "g");
	const isNullSet = (c) => c.value === "<0.0.0-0";
	const isAny = (c) => c.value === "";
	const isSatisfiable = (comparators, options) => {
		let result = true;
		const remainingComparators = comparators.slice();
		let testComparator = remainingComparators.pop();
		while (result && remainingComparators.length) {
			result = remainingComparators.every((otherComparator) => {
				return testComparator.intersects(otherComparator, options);
			});
			testComparator = remainingComparators.pop();
		}
		return result;
	};
	const parseComparator = (comp, options) => {
		comp = comp.replace(re[t.BUILD], "");
		debug("comp", comp, options);
		comp = replaceCarets(comp, options);
		debug("caret", comp);
		comp = replaceTildes(comp, options);
		debug("tildes", comp);
		comp = replaceXRanges(comp, options);
		debug("xrange", comp);
		comp = replaceStars(comp, options);
		debug("stars", comp);
		return comp;
	};
	const isX = (id) => !id || id.toLowerCase() === "x" || id === "*";
	const invalidXRangeOrder = (M, m, p) => isX(M) && !isX(m) || isX(m) && p && !isX(p);
	const replaceTildes = (comp, options) => {
		return comp.trim().split(/\s+/).map((c) => replaceTilde(c, options)).join(" ");
	};
	const replaceTilde = (comp, options) => {
		const r = options.loose ? re[t.TILDELOOSE] : re[t.TILDE];
		const z = options.includePrerelease ? "-0" : "";
		return comp.replace(r, (_, M, m, p, pr) => {
			debug("tilde", comp, _, M, m, p, pr);
			let ret;
			if (isX(M)) ret = "";
			else if (isX(m)) ret = `>=${M}.0.0${z} <${+M + 1}.0.0-0`;
			else if (isX(p)) ret = `>=${M}.${m}.0${z} <${M}.${+m + 1}.0-0`;
			else if (pr) {
				debug("replaceTilde pr", pr);
				ret = `>=${M}.${m}.${p}-${pr} <${M}.${+m + 1}.0-0`;
			} else ret = `>=${M}.${m}.${p} <${M}.${+m + 1}.0-0`;
			debug("tilde return", ret);
			return ret;
		});
	};
	const replaceCarets = (comp, options) => {
		return comp.trim().split(/\s+/).map((c) => replaceCaret(c, options)).join(" ");
	};
	const replaceCaret = (comp, options) => {
		debug("caret", comp, options);
		const r = options.loose ? re[t.CARETLOOSE] : re[t.CARET];
		const z = options.includePrerelease ? "-0" : "";
		return comp.replace(r, (_, M, m, p, pr) => {
			debug("caret", comp, _, M, m, p, pr);
			let ret;
			if (isX(M)) ret = "";
			else if (isX(m)) ret = `>=${M}.0.0${z} <${+M + 1}.0.0-0`;
			else if (isX(p)) {
				if (M === "0") ret = `>=${M}.${m}.0${z} <${M}.${+m + 1}.0-0`;
				else ret = `>=${M}.${m}.0${z} <${+M + 1}.0.0-0`;
			} else if (pr) {
				debug("replaceCaret pr", pr);
				if (M === "0") {
					if (m === "0") ret = `>=${M}.${m}.${p}-${pr} <${M}.${m}.${+p + 1}-0`;
					else ret = `>=${M}.${m}.${p}-${pr} <${M}.${+m + 1}.0-0`;
				} else ret = `>=${M}.${m}.${p}-${pr} <${+M + 1}.0.0-0`;
			} else {
				debug("no pr");
				if (M === "0") {
					if (m === "0") ret = `>=${M}.${m}.${p} <${M}.${m}.${+p + 1}-0`;
					else ret = `>=${M}.${m}.${p} <${M}.${+m + 1}.0-0`;
				} else ret = `>=${M}.${m}.${p} <${+M + 1}.0.0-0`;
			}
			debug("caret return", ret);
			return ret;
		});
	};
	const replaceXRanges = (comp, options) => {
		debug("replaceXRanges", comp, options);
		return comp.split(/\s+/).map((c) => replaceXRange(c, options)).join(" ");
	};
	const replaceXRange = (comp, options) => {
		comp = comp.trim();
		const r = options.loose ? re[t.XRANGELOOSE] : re[t.XRANGE];
		return comp.replace(r, (ret, gtlt, M, m, p, pr) => {
			debug("xRange", comp, ret, gtlt, M, m, p, pr);
			if (invalidXRangeOrder(M, m, p)) return comp;
			const xM = isX(M);
			const xm = xM || isX(m);
			const xp = xm || isX(p);
			const anyX = xp;
			if (gtlt === "=" && anyX) gtlt = "";
			pr = options.includePrerelease ? "-0" : "";
			if (xM) {
				if (gtlt === ">" || gtlt === "<") ret = "<0.0.0-0";
				else ret = "*";
			} else if (gtlt && anyX) {
				if (xm) m = 0;
				p = 0;
				if (gtlt === ">") {
					gtlt = ">=";
					if (xm) {
						M = +M + 1;
						m = 0;
						p = 0;
					} else {
						m = +m + 1;
						p = 0;
					}
				} else if (gtlt === "<=") {
					gtlt = "<";
					if (xm) M = +M + 1;
					else m = +m + 1;
				}
				if (gtlt === "<") pr = "-0";
				ret = `${gtlt + M}.${m}.${p}${pr}`;
			} else if (xm) ret = `>=${M}.0.0${pr} <${+M + 1}.0.0-0`;
			else if (xp) ret = `>=${M}.${m}.0${pr} <${M}.${+m + 1}.0-0`;
			debug("xRange return", ret);
			return ret;
		});
	};
	const replaceStars = (comp, options) => {
		debug("replaceStars", comp, options);
		return comp.trim().replace(re[t.STAR], "");
	};
	const replaceGTE0 = (comp, options) => {
		debug("replaceGTE0", comp, options);
		return comp.trim().replace(re[options.includePrerelease ? t.GTE0PRE : t.GTE0], "");
	};
	const hyphenReplace = (incPr) => ($0, from, fM, fm, fp, fpr, fb, to, tM, tm, tp, tpr) => {
		if (isX(fM)) from = "";
		else if (isX(fm)) from = `>=${fM}.0.0${incPr ? "-0" : ""}`;
		else if (isX(fp)) from = `>=${fM}.${fm}.0${incPr ? "-0" : ""}`;
		else if (fpr) from = `>=${from}`;
		else from = `>=${from}${incPr ? "-0" : ""}`;
		if (isX(tM)) to = "";
		else if (isX(tm)) to = `<${+tM + 1}.0.0-0`;
		else if (isX(tp)) to = `<${tM}.${+tm + 1}.0-0`;
		else if (tpr) to = `<=${tM}.${tm}.${tp}-${tpr}`;
		else if (incPr) to = `<${tM}.${tm}.${+tp + 1}-0`;
		else to = `<=${to}`;
		return `${from} ${to}`.trim();
	};
	const testSet = (set, version, options) => {
		for (let i = 0; i < set.length; i++) if (!set[i].test(version)) return false;
		if (version.prerelease.length && !options.includePrerelease) {
			for (let i = 0; i < set.length; i++) {
				debug(set[i].semver);
				if (set[i].semver === Comparator.ANY) continue;
				if (set[i].semver.prerelease.length > 0) {
					const allowed = set[i].semver;
					if (allowed.major === version.major && allowed.minor === version.minor && allowed.patch === version.patch) return true;
				}
			}
			return false;
		}
		return true;
	};
}));
// node_modules/semver/classes/comparator.js
var require_comparator = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const ANY = Symbol("SemVer ANY");
	module.exports = class Comparator {
		static get ANY() {
			return ANY;
		}
		constructor(comp, options) {
			options = parseOptions(options);
			if (comp instanceof Comparator) {
				if (comp.loose === !!options.loose) return comp;
				else comp = comp.value;
			}
			comp = comp.trim().split(/\s+/).join(" ");
			debug("comparator", comp, options);
			this.options = options;
			this.loose = !!options.loose;
			this.parse(comp);
			if (this.semver === ANY) this.value = "";
			else this.value = this.operator + this.semver.version;
			debug("comp", this);
		}
		parse(comp) {
			const r = this.options.loose ? re[t.COMPARATORLOOSE] : re[t.COMPARATOR];
			const m = comp.match(r);
			if (!m) throw new TypeError(`Invalid comparator: ${comp}`);
			this.operator = m[1] !== void 0 ? m[1] : "";
			if (this.operator === "=") this.operator = "";
			if (!m[2]) this.semver = ANY;
			else this.semver = new SemVer(m[2], this.options.loose);
		}
		toString() {
			return this.value;
		}
		test(version) {
			debug("Comparator.test", version, this.options.loose);
			if (this.semver === ANY || version === ANY) return true;
			if (typeof version === "string") try {
				version = new SemVer(version, this.options);
			} catch (er) {
				return false;
			}
			return cmp(version, this.operator, this.semver, this.options);
		}
		intersects(comp, options) {
			if (!(comp instanceof Comparator)) throw new TypeError("a Comparator is required");
			if (this.operator === "") {
				if (this.value === "") return true;
				return new Range(comp.value, options).test(this.value);
			} else if (comp.operator === "") {
				if (comp.value === "") return true;
				return new Range(this.value, options).test(comp.semver);
			}
			options = parseOptions(options);
			if (options.includePrerelease && (this.value === "<0.0.0-0" || comp.value === "<0.0.0-0")) return false;
			if (!options.includePrerelease && (this.value.startsWith("<0.0.0") || comp.value.startsWith("<0.0.0"))) return false;
			if (this.operator.startsWith(">") && comp.operator.startsWith(">")) return true;
			if (this.operator.startsWith("<") && comp.operator.startsWith("<")) return true;
			if (this.semver.version === comp.semver.version && this.operator.includes("=") && comp.operator.includes("=")) return true;
			if (cmp(this.semver, "<", comp.semver, options) && this.operator.startsWith(">") && comp.operator.startsWith("<")) return true;
			if (cmp(this.semver, ">", comp.semver, options) && this.operator.startsWith("<") && comp.operator.startsWith(">")) return true;
			return false;
		}
	};
	const parseOptions = require_parse_options();
	const { safeRe: re, t } = require_re();
	const cmp = require_cmp();
	const debug = require_debug$1();
	const SemVer = require_semver$1();
	const Range = require_range();
}));
// node_modules/semver/functions/satisfies.js
var require_satisfies = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const Range = require_range();
	const satisfies = (version, range, options) => {
		try {
			range = new Range(range, options);
		} catch (er) {
			return false;
		}
		return range.test(version);
	};
	module.exports = satisfies;
}));
// node_modules/semver/ranges/to-comparators.js
var require_to_comparators = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const Range = require_range();
	const toComparators = (range, options) => new Range(range, options).set.map((comp) => comp.map((c) => c.value).join(" ").trim().split(" "));
	module.exports = toComparators;
}));
// node_modules/semver/ranges/max-satisfying.js
var require_max_satisfying = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const SemVer = require_semver$1();
	const Range = require_range();
	const maxSatisfying = (versions, range, options) => {
		let max = null;
		let maxSV = null;
		let rangeObj = null;
		try {
			rangeObj = new Range(range, options);
		} catch (er) {
			return null;
		}
		versions.forEach((v) => {
			if (rangeObj.test(v)) {
				if (!max || maxSV.compare(v) === -1) {
					max = v;
					maxSV = new SemVer(max, options);
				}
			}
		});
		return max;
	};
	module.exports = maxSatisfying;
}));
// node_modules/semver/ranges/min-satisfying.js
var require_min_satisfying = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const SemVer = require_semver$1();
	const Range = require_range();
	const minSatisfying = (versions, range, options) => {
		let min = null;
		let minSV = null;
		let rangeObj = null;
		try {
			rangeObj = new Range(range, options);
		} catch (er) {
			return null;
		}
		versions.forEach((v) => {
			if (rangeObj.test(v)) {
				if (!min || minSV.compare(v) === 1) {
					min = v;
					minSV = new SemVer(min, options);
				}
			}
		});
		return min;
	};
	module.exports = minSatisfying;
}));
// node_modules/semver/ranges/min-version.js
var require_min_version = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const SemVer = require_semver$1();
	const Range = require_range();
	const gt = require_gt();
	const minVersion = (range, loose) => {
		range = new Range(range, loose);
		let minver = new SemVer("0.0.0");
		if (range.test(minver)) return minver;
		minver = new SemVer("0.0.0-0");
		if (range.test(minver)) return minver;
		minver = null;
		for (let i = 0; i < range.set.length; ++i) {
			const comparators = range.set[i];
			let setMin = null;
			comparators.forEach((comparator) => {
				const compver = new SemVer(comparator.semver.version);
				switch (comparator.operator) {
					case ">":
						if (compver.prerelease.length === 0) compver.patch++;
						else compver.prerelease.push(0);
						compver.raw = compver.format();
					case "":
					case ">=":
						if (!setMin || gt(compver, setMin)) setMin = compver;
						break;
					case "<":
					case "<=": break;
					/* istanbul ignore next */
					default: throw new Error(`Unexpected operation: ${comparator.operator}`);
				}
			});
			if (setMin && (!minver || gt(minver, setMin))) minver = setMin;
		}
		if (minver && range.test(minver)) return minver;
		return null;
	};
	module.exports = minVersion;
}));
// node_modules/semver/ranges/valid.js
var require_valid = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const Range = require_range();
	const validRange = (range, options) => {
		try {
			return new Range(range, options).range || "*";
		} catch (er) {
			return null;
		}
	};
	module.exports = validRange;
}));
// node_modules/semver/ranges/outside.js
var require_outside = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const SemVer = require_semver$1();
	const Comparator = require_comparator();
	const { ANY } = Comparator;
	const Range = require_range();
	const satisfies = require_satisfies();
	const gt = require_gt();
	const lt = require_lt();
	const lte = require_lte();
	const gte = require_gte();
	const outside = (version, range, hilo, options) => {
		version = new SemVer(version, options);
		range = new Range(range, options);
		let gtfn, ltefn, ltfn, comp, ecomp;
		switch (hilo) {
			case ">":
				gtfn = gt;
				ltefn = lte;
				ltfn = lt;
				comp = ">";
				ecomp = ">=";
				break;
			case "<":
				gtfn = lt;
				ltefn = gte;
				ltfn = gt;
				comp = "<";
				ecomp = "<=";
				break;
			default: throw new TypeError("Must provide a hilo val of \"<\" or \">\"");
		}
		if (satisfies(version, range, options)) return false;
		for (let i = 0; i < range.set.length; ++i) {
			const comparators = range.set[i];
			let high = null;
			let low = null;
			comparators.forEach((comparator) => {
				if (comparator.semver === ANY) comparator = new Comparator(">=0.0.0");
				high = high || comparator;
				low = low || comparator;
				if (gtfn(comparator.semver, high.semver, options)) high = comparator;
				else if (ltfn(comparator.semver, low.semver, options)) low = comparator;
			});
			if (high.operator === comp || high.operator === ecomp) return false;
			if ((!low.operator || low.operator === comp) && ltefn(version, low.semver)) return false;
			else if (low.operator === ecomp && ltfn(version, low.semver)) return false;
		}
		return true;
	};
	module.exports = outside;
}));
// node_modules/semver/ranges/gtr.js
var require_gtr = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const outside = require_outside();
	const gtr = (version, range, options) => outside(version, range, ">", options);
	module.exports = gtr;
}));
// node_modules/semver/ranges/ltr.js
var require_ltr = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const outside = require_outside();
	const ltr = (version, range, options) => outside(version, range, "<", options);
	module.exports = ltr;
}));
// node_modules/semver/ranges/intersects.js
var require_intersects = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const Range = require_range();
	const intersects = (r1, r2, options) => {
		r1 = new Range(r1, options);
		r2 = new Range(r2, options);
		return r1.intersects(r2, options);
	};
	module.exports = intersects;
}));
// node_modules/semver/ranges/simplify.js
var require_simplify = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const satisfies = require_satisfies();
	const compare = require_compare();
	module.exports = (versions, range, options) => {
		const set = [];
		let first = null;
		let prev = null;
		const v = versions.sort((a, b) => compare(a, b, options));
		for (const version of v) if (satisfies(version, range, options)) {
			prev = version;
			if (!first) first = version;
		} else {
			if (prev) set.push([first, prev]);
			prev = null;
			first = null;
		}
		if (first) set.push([first, null]);
		const ranges = [];
		for (const [min, max] of set) if (min === max) ranges.push(min);
		else if (!max && min === v[0]) ranges.push("*");
		else if (!max) ranges.push(`>=${min}`);
		else if (min === v[0]) ranges.push(`<=${max}`);
		else ranges.push(`${min} - ${max}`);
		const simplified = ranges.join(" || ");
		const original = typeof range.raw === "string" ? range.raw : String(range);
		return simplified.length < original.length ? simplified : range;
	};
}));
// node_modules/semver/ranges/subset.js
var require_subset = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const Range = require_range();
	const Comparator = require_comparator();
	const { ANY } = Comparator;
	const satisfies = require_satisfies();
	const compare = require_compare();
	const subset = (sub, dom, options = {}) => {
		if (sub === dom) return true;
		sub = new Range(sub, options);
		dom = new Range(dom, options);
		let sawNonNull = false;
		OUTER: for (const simpleSub of sub.set) {
			for (const simpleDom of dom.set) {
				const isSub = simpleSubset(simpleSub, simpleDom, options);
				sawNonNull = sawNonNull || isSub !== null;
				if (isSub) continue OUTER;
			}
			if (sawNonNull) return false;
		}
		return true;
	};
	const minimumVersionWithPreRelease = [new Comparator(">=0.0.0-0")];
	const minimumVersion = [new Comparator(">=0.0.0")];
	const simpleSubset = (sub, dom, options) => {
		if (sub === dom) return true;
		if (sub.length === 1 && sub[0].semver === ANY) {
			if (dom.length === 1 && dom[0].semver === ANY) return true;
			else if (options.includePrerelease) sub = minimumVersionWithPreRelease;
			else sub = minimumVersion;
		}
		if (dom.length === 1 && dom[0].semver === ANY) {
			if (options.includePrerelease) return true;
			else dom = minimumVersion;
		}
		const eqSet = /* @__PURE__ */ new Set();
		let gt, lt;
		for (const c of sub) if (c.operator === ">" || c.operator === ">=") gt = higherGT(gt, c, options);
		else if (c.operator === "<" || c.operator === "<=") lt = lowerLT(lt, c, options);
		else eqSet.add(c.semver);
		if (eqSet.size > 1) return null;
		let gtltComp;
		if (gt && lt) {
			gtltComp = compare(gt.semver, lt.semver, options);
			if (gtltComp > 0) return null;
			else if (gtltComp === 0 && (gt.operator !== ">=" || lt.operator !== "<=")) return null;
		}
		for (const eq of eqSet) {
			if (gt && !satisfies(eq, String(gt), options)) return null;
			if (lt && !satisfies(eq, String(lt), options)) return null;
			for (const c of dom) if (!satisfies(eq, String(c), options)) return false;
			return true;
		}
		let higher, lower;
		let hasDomLT, hasDomGT;
		let needDomLTPre = lt && !options.includePrerelease && lt.semver.prerelease.length ? lt.semver : false;
		let needDomGTPre = gt && !options.includePrerelease && gt.semver.prerelease.length ? gt.semver : false;
		if (needDomLTPre && needDomLTPre.prerelease.length === 1 && lt.operator === "<" && needDomLTPre.prerelease[0] === 0) needDomLTPre = false;
		for (const c of dom) {
			hasDomGT = hasDomGT || c.operator === ">" || c.operator === ">=";
			hasDomLT = hasDomLT || c.operator === "<" || c.operator === "<=";
			if (gt) {
				if (needDomGTPre) {
					if (c.semver.prerelease && c.semver.prerelease.length && c.semver.major === needDomGTPre.major && c.semver.minor === needDomGTPre.minor && c.semver.patch === needDomGTPre.patch) needDomGTPre = false;
				}
				if (c.operator === ">" || c.operator === ">=") {
					higher = higherGT(gt, c, options);
					if (higher === c && higher !== gt) return false;
				} else if (gt.operator === ">=" && !c.test(gt.semver)) return false;
			}
			if (lt) {
				if (needDomLTPre) {
					if (c.semver.prerelease && c.semver.prerelease.length && c.semver.major === needDomLTPre.major && c.semver.minor === needDomLTPre.minor && c.semver.patch === needDomLTPre.patch) needDomLTPre = false;
				}
				if (c.operator === "<" || c.operator === "<=") {
					lower = lowerLT(lt, c, options);
					if (lower === c && lower !== lt) return false;
				} else if (lt.operator === "<=" && !c.test(lt.semver)) return false;
			}
			if (!c.operator && (lt || gt) && gtltComp !== 0) return false;
		}
		if (gt && hasDomLT && !lt && gtltComp !== 0) return false;
		if (lt && hasDomGT && !gt && gtltComp !== 0) return false;
		if (needDomGTPre || needDomLTPre) return false;
		return true;
	};
	const higherGT = (a, b, options) => {
		if (!a) return b;
		const comp = compare(a.semver, b.semver, options);
		return comp > 0 ? a : comp < 0 ? b : b.operator === ">" && a.operator === ">=" ? b : a;
	};
	const lowerLT = (a, b, options) => {
		if (!a) return b;
		const comp = compare(a.semver, b.semver, options);
		return comp < 0 ? a : comp > 0 ? b : b.operator === "<" && a.operator === "<=" ? b : a;
	};
	module.exports = subset;
}));
// node_modules/semver/index.js
var require_semver = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const internalRe = require_re();
	const constants = require_constants();
	const SemVer = require_semver$1();
	const identifiers = require_identifiers();
	module.exports = {
		parse: require_parse(),
		valid: require_valid$1(),
		clean: require_clean(),
		inc: require_inc(),
		diff: require_diff(),
		major: require_major(),
		minor: require_minor(),
		patch: require_patch(),
		prerelease: require_prerelease(),
		compare: require_compare(),
		rcompare: require_rcompare(),
		compareLoose: require_compare_loose(),
		compareBuild: require_compare_build(),
		sort: require_sort(),
		rsort: require_rsort(),
		gt: require_gt(),
		lt: require_lt(),
		eq: require_eq(),
		neq: require_neq(),
		gte: require_gte(),
		lte: require_lte(),
		cmp: require_cmp(),
		coerce: require_coerce(),
		truncate: require_truncate(),
		Comparator: require_comparator(),
		Range: require_range(),
		satisfies: require_satisfies(),
		toComparators: require_to_comparators(),
		maxSatisfying: require_max_satisfying(),
		minSatisfying: require_min_satisfying(),
		minVersion: require_min_version(),
		validRange: require_valid(),
		outside: require_outside(),
		gtr: require_gtr(),
		ltr: require_ltr(),
		intersects: require_intersects(),
		simplifyRange: require_simplify(),
		subset: require_subset(),
		SemVer,
		re: internalRe.re,
		src: internalRe.src,
		tokens: internalRe.t,
		SEMVER_SPEC_VERSION: constants.SEMVER_SPEC_VERSION,
		RELEASE_TYPES: constants.RELEASE_TYPES,
		compareIdentifiers: identifiers.compareIdentifiers,
		rcompareIdentifiers: identifiers.rcompareIdentifiers
	};
}));
// node_modules/detect-libc/lib/process.js
var require_process = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const isLinux = () => process.platform === "linux";
	let report = null;
	const getReport = () => {
		if (!report) {
			/* istanbul ignore next */
			if (isLinux() && process.report) {
				const orig = process.report.excludeNetwork;
				process.report.excludeNetwork = true;
				report = process.report.getReport();
				process.report.excludeNetwork = orig;
			} else report = {};
		}
		return report;
	};
	module.exports = {
		isLinux,
		getReport
	};
}));
// node_modules/detect-libc/lib/filesystem.js
var require_filesystem = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const fs = __require("fs");
	const LDD_PATH = "/usr/bin/ldd";
	const SELF_PATH = "/proc/self/exe";
	const MAX_LENGTH = 2048;
	const readFileSync = (path) => {
		const fd = fs.openSync(path, "r");
		const buffer = Buffer.alloc(MAX_LENGTH);
		const bytesRead = fs.readSync(fd, buffer, 0, MAX_LENGTH, 0);
		fs.close(fd, () => {});
		return buffer.subarray(0, bytesRead);
	};
	const readFile = (path) => new Promise((resolve, reject) => {
		fs.open(path, "r", (err, fd) => {
			if (err) reject(err);
			else {
				const buffer = Buffer.alloc(MAX_LENGTH);
				fs.read(fd, buffer, 0, MAX_LENGTH, 0, (_, bytesRead) => {
					resolve(buffer.subarray(0, bytesRead));
					fs.close(fd, () => {});
				});
			}
		});
	});
	module.exports = {
		LDD_PATH,
		SELF_PATH,
		readFileSync,
		readFile
	};
}));
// node_modules/detect-libc/lib/elf.js
var require_elf = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const interpreterPath = (elf) => {
		if (elf.length < 64) return null;
		if (elf.readUInt32BE(0) !== 2135247942) return null;
		if (elf.readUInt8(4) !== 2) return null;
		if (elf.readUInt8(5) !== 1) return null;
		const offset = elf.readUInt32LE(32);
		const size = elf.readUInt16LE(54);
		const count = elf.readUInt16LE(56);
		for (let i = 0; i < count; i++) {
			const headerOffset = offset + i * size;
			if (elf.readUInt32LE(headerOffset) === 3) {
				const fileOffset = elf.readUInt32LE(headerOffset + 8);
				const fileSize = elf.readUInt32LE(headerOffset + 32);
				return elf.subarray(fileOffset, fileOffset + fileSize).toString().replace(/\0.*$/g, "");
			}
		}
		return null;
	};
	module.exports = { interpreterPath };
}));
// node_modules/detect-libc/lib/detect-libc.js
var require_detect_libc = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const childProcess = __require("child_process");
	const { isLinux, getReport } = require_process();
	const { LDD_PATH, SELF_PATH, readFile, readFileSync } = require_filesystem();
	const { interpreterPath } = require_elf();
	let cachedFamilyInterpreter;
	let cachedFamilyFilesystem;
	let cachedVersionFilesystem;
	const command = "getconf GNU_LIBC_VERSION 2>&1 || true; ldd --version 2>&1 || true";
	let commandOut = "";
	const safeCommand = () => {
		if (!commandOut) return new Promise((resolve) => {
			childProcess.exec(command, (err, out) => {
				commandOut = err ? " " : out;
				resolve(commandOut);
			});
		});
		return commandOut;
	};
	const safeCommandSync = () => {
		if (!commandOut) try {
			commandOut = childProcess.execSync(command, { encoding: "utf8" });
		} catch (_err) {
			commandOut = " ";
		}
		return commandOut;
	};
	const GLIBC = "glibc";
	const RE_GLIBC_VERSION = /LIBC[a-z0-9 \-).]*?(\d+\.\d+)/i;
	const MUSL = "musl";
	const isFileMusl = (f) => f.includes("libc.musl-") || f.includes("ld-musl-");
	const familyFromReport = () => {
		const report = getReport();
		if (report.header && report.header.glibcVersionRuntime) return GLIBC;
		if (Array.isArray(report.sharedObjects)) {
			if (report.sharedObjects.some(isFileMusl)) return MUSL;
		}
		return null;
	};
	const familyFromCommand = (out) => {
		const [getconf, ldd1] = out.split(/[\r\n]+/);
		if (getconf && getconf.includes(GLIBC)) return GLIBC;
		if (ldd1 && ldd1.includes(MUSL)) return MUSL;
		return null;
	};
	const familyFromInterpreterPath = (path) => {
		if (path) {
			if (path.includes("/ld-musl-")) return MUSL;
			else if (path.includes("/ld-linux-")) return GLIBC;
		}
		return null;
	};
	const getFamilyFromLddContent = (content) => {
		content = content.toString();
		if (content.includes("musl")) return MUSL;
		if (content.includes("GNU C Library")) return GLIBC;
		return null;
	};
	const familyFromFilesystem = async () => {
		if (cachedFamilyFilesystem !== void 0) return cachedFamilyFilesystem;
		cachedFamilyFilesystem = null;
		try {
			const lddContent = await readFile(LDD_PATH);
			cachedFamilyFilesystem = getFamilyFromLddContent(lddContent);
		} catch (e) {}
		return cachedFamilyFilesystem;
	};
	const familyFromFilesystemSync = () => {
		if (cachedFamilyFilesystem !== void 0) return cachedFamilyFilesystem;
		cachedFamilyFilesystem = null;
		try {
			const lddContent = readFileSync(LDD_PATH);
			cachedFamilyFilesystem = getFamilyFromLddContent(lddContent);
		} catch (e) {}
		return cachedFamilyFilesystem;
	};
	const familyFromInterpreter = async () => {
		if (cachedFamilyInterpreter !== void 0) return cachedFamilyInterpreter;
		cachedFamilyInterpreter = null;
		try {
			const selfContent = await readFile(SELF_PATH);
			const path = interpreterPath(selfContent);
			cachedFamilyInterpreter = familyFromInterpreterPath(path);
		} catch (e) {}
		return cachedFamilyInterpreter;
	};
	const familyFromInterpreterSync = () => {
		if (cachedFamilyInterpreter !== void 0) return cachedFamilyInterpreter;
		cachedFamilyInterpreter = null;
		try {
			const selfContent = readFileSync(SELF_PATH);
			const path = interpreterPath(selfContent);
			cachedFamilyInterpreter = familyFromInterpreterPath(path);
		} catch (e) {}
		return cachedFamilyInterpreter;
	};
	const family = async () => {
		let family = null;
		if (isLinux()) {
			family = await familyFromInterpreter();
			if (!family) {
				family = await familyFromFilesystem();
				if (!family) family = familyFromReport();
				if (!family) {
					const out = await safeCommand();
					family = familyFromCommand(out);
				}
			}
		}
		return family;
	};
	const familySync = () => {
		let family = null;
		if (isLinux()) {
			family = familyFromInterpreterSync();
			if (!family) {
				family = familyFromFilesystemSync();
				if (!family) family = familyFromReport();
				if (!family) {
					const out = safeCommandSync();
					family = familyFromCommand(out);
				}
			}
		}
		return family;
	};
	const isNonGlibcLinux = async () => isLinux() && await family() !== GLIBC;
	const isNonGlibcLinuxSync = () => isLinux() && familySync() !== GLIBC;
	const versionFromFilesystem = async () => {
		if (cachedVersionFilesystem !== void 0) return cachedVersionFilesystem;
		cachedVersionFilesystem = null;
		try {
			const versionMatch = (await readFile(LDD_PATH)).match(RE_GLIBC_VERSION);
			if (versionMatch) cachedVersionFilesystem = versionMatch[1];
		} catch (e) {}
		return cachedVersionFilesystem;
	};
	const versionFromFilesystemSync = () => {
		if (cachedVersionFilesystem !== void 0) return cachedVersionFilesystem;
		cachedVersionFilesystem = null;
		try {
			const versionMatch = readFileSync(LDD_PATH).match(RE_GLIBC_VERSION);
			if (versionMatch) cachedVersionFilesystem = versionMatch[1];
		} catch (e) {}
		return cachedVersionFilesystem;
	};
	const versionFromReport = () => {
		const report = getReport();
		if (report.header && report.header.glibcVersionRuntime) return report.header.glibcVersionRuntime;
		return null;
	};
	const versionSuffix = (s) => s.trim().split(/\s+/)[1];
	const versionFromCommand = (out) => {
		const [getconf, ldd1, ldd2] = out.split(/[\r\n]+/);
		if (getconf && getconf.includes(GLIBC)) return versionSuffix(getconf);
		if (ldd1 && ldd2 && ldd1.includes(MUSL)) return versionSuffix(ldd2);
		return null;
	};
	const version = async () => {
		let version = null;
		if (isLinux()) {
			version = await versionFromFilesystem();
			if (!version) version = versionFromReport();
			if (!version) {
				const out = await safeCommand();
				version = versionFromCommand(out);
			}
		}
		return version;
	};
	const versionSync = () => {
		let version = null;
		if (isLinux()) {
			version = versionFromFilesystemSync();
			if (!version) version = versionFromReport();
			if (!version) {
				const out = safeCommandSync();
				version = versionFromCommand(out);
			}
		}
		return version;
	};
	module.exports = {
		GLIBC,
		MUSL,
		family,
		familySync,
		isNonGlibcLinux,
		isNonGlibcLinuxSync,
		version,
		versionSync
	};
}));
// node_modules/consola/dist/core.cjs
var require_core = /* @__PURE__ */ __commonJSMin(((exports) => {
	const LogLevels = {
		silent: Number.NEGATIVE_INFINITY,
		fatal: 0,
		error: 0,
		warn: 1,
		log: 2,
		info: 3,
		success: 3,
		fail: 3,
		ready: 3,
		start: 3,
		box: 3,
		debug: 4,
		trace: 5,
		verbose: Number.POSITIVE_INFINITY
	};
	const LogTypes = {
		silent: { level: -1 },
		fatal: { level: LogLevels.fatal },
		error: { level: LogLevels.error },
		warn: { level: LogLevels.warn },
		log: { level: LogLevels.log },
		info: { level: LogLevels.info },
		success: { level: LogLevels.success },
		fail: { level: LogLevels.fail },
		ready: { level: LogLevels.info },
		start: { level: LogLevels.info },
		box: { level: LogLevels.info },
		debug: { level: LogLevels.debug },
		trace: { level: LogLevels.trace },
		verbose: { level: LogLevels.verbose }
	};
	function isPlainObject$1(value) {
		if (value === null || typeof value !== "object") return false;
		const prototype = Object.getPrototypeOf(value);
		if (prototype !== null && prototype !== Object.prototype && Object.getPrototypeOf(prototype) !== null) return false;
		if (Symbol.iterator in value) return false;
		if (Symbol.toStringTag in value) return Object.prototype.toString.call(value) === "[object Module]";
		return true;
	}
	function _defu(baseObject, defaults, namespace = ".", merger) {
		if (!isPlainObject$1(defaults)) return _defu(baseObject, {}, namespace, merger);
		const object = Object.assign({}, defaults);
		for (const key in baseObject) {
			if (key === "__proto__" || key === "constructor") continue;
			const value = baseObject[key];
			if (value === null || value === void 0) continue;
			if (merger && merger(object, key, value, namespace)) continue;
			if (Array.isArray(value) && Array.isArray(object[key])) object[key] = [...value, ...object[key]];
			else if (isPlainObject$1(value) && isPlainObject$1(object[key])) object[key] = _defu(value, object[key], (namespace ? `${namespace}.` : "") + key.toString(), merger);
			else object[key] = value;
		}
		return object;
	}
	function createDefu(merger) {
		return (...arguments_) => arguments_.reduce((p, c) => _defu(p, c, "", merger), {});
	}
	const defu = createDefu();
	function isPlainObject(obj) {
		return Object.prototype.toString.call(obj) === "[object Object]";
	}
	function isLogObj(arg) {
		if (!isPlainObject(arg)) return false;
		if (!arg.message && !arg.args) return false;
		if (arg.stack) return false;
		return true;
	}
	let paused = false;
	const queue = [];
	var Consola = class Consola {
		options;
		_lastLog;
		_mockFn;
		constructor(options = {}) {
			const types = options.types || LogTypes;
			this.options = defu({
				...options,
				defaults: { ...options.defaults },
				level: _normalizeLogLevel(options.level, types),
				reporters: [...options.reporters || []]
			}, {
				types: LogTypes,
				throttle: 1e3,
				throttleMin: 5,
				formatOptions: {
					date: true,
					colors: false,
					compact: true
				}
			});
			for (const type in types) {
				const defaults = {
					type,
					...this.options.defaults,
					...types[type]
				};
				this[type] = this._wrapLogFn(defaults);
				this[type].raw = this._wrapLogFn(defaults, true);
			}
			if (this.options.mockFn) this.mockTypes();
			this._lastLog = {};
		}
		get level() {
			return this.options.level;
		}
		set level(level) {
			this.options.level = _normalizeLogLevel(level, this.options.types, this.options.level);
		}
		prompt(message, opts) {
			if (!this.options.prompt) throw new Error("prompt is not supported!");
			return this.options.prompt(message, opts);
		}
		create(options) {
			const instance = new Consola({
				...this.options,
				...options
			});
			if (this._mockFn) instance.mockTypes(this._mockFn);
			return instance;
		}
		withDefaults(defaults) {
			return this.create({
				...this.options,
				defaults: {
					...this.options.defaults,
					...defaults
				}
			});
		}
		withTag(tag) {
			return this.withDefaults({ tag: this.options.defaults.tag ? this.options.defaults.tag + ":" + tag : tag });
		}
		addReporter(reporter) {
			this.options.reporters.push(reporter);
			return this;
		}
		removeReporter(reporter) {
			if (reporter) {
				const i = this.options.reporters.indexOf(reporter);
				if (i !== -1) return this.options.reporters.splice(i, 1);
			} else this.options.reporters.splice(0);
			return this;
		}
		setReporters(reporters) {
			this.options.reporters = Array.isArray(reporters) ? reporters : [reporters];
			return this;
		}
		wrapAll() {
			this.wrapConsole();
			this.wrapStd();
		}
		restoreAll() {
			this.restoreConsole();
			this.restoreStd();
		}
		wrapConsole() {
			for (const type in this.options.types) {
				if (!console["__" + type]) console["__" + type] = console[type];
				console[type] = this[type].raw;
			}
		}
		restoreConsole() {
			for (const type in this.options.types) if (console["__" + type]) {
				console[type] = console["__" + type];
				delete console["__" + type];
			}
		}
		wrapStd() {
			this._wrapStream(this.options.stdout, "log");
			this._wrapStream(this.options.stderr, "log");
		}
		_wrapStream(stream, type) {
			if (!stream) return;
			if (!stream.__write) stream.__write = stream.write;
			stream.write = (data) => {
				this[type].raw(String(data).trim());
			};
		}
		restoreStd() {
			this._restoreStream(this.options.stdout);
			this._restoreStream(this.options.stderr);
		}
		_restoreStream(stream) {
			if (!stream) return;
			if (stream.__write) {
				stream.write = stream.__write;
				delete stream.__write;
			}
		}
		pauseLogs() {
			paused = true;
		}
		resumeLogs() {
			paused = false;
			const _queue = queue.splice(0);
			for (const item of _queue) item[0]._logFn(item[1], item[2]);
		}
		mockTypes(mockFn) {
			const _mockFn = mockFn || this.options.mockFn;
			this._mockFn = _mockFn;
			if (typeof _mockFn !== "function") return;
			for (const type in this.options.types) {
				this[type] = _mockFn(type, this.options.types[type]) || this[type];
				this[type].raw = this[type];
			}
		}
		_wrapLogFn(defaults, isRaw) {
			return (...args) => {
				if (paused) {
					queue.push([
						this,
						defaults,
						args,
						isRaw
					]);
					return;
				}
				return this._logFn(defaults, args, isRaw);
			};
		}
		_logFn(defaults, args, isRaw) {
			if ((defaults.level || 0) > this.level) return false;
			const logObj = {
				date: /* @__PURE__ */ new Date(),
				args: [],
				...defaults,
				level: _normalizeLogLevel(defaults.level, this.options.types)
			};
			if (!isRaw && args.length === 1 && isLogObj(args[0])) Object.assign(logObj, args[0]);
			else logObj.args = [...args];
			if (logObj.message) {
				logObj.args.unshift(logObj.message);
				delete logObj.message;
			}
			if (logObj.additional) {
				if (!Array.isArray(logObj.additional)) logObj.additional = logObj.additional.split("\n");
				logObj.args.push("\n" + logObj.additional.join("\n"));
				delete logObj.additional;
			}
			logObj.type = typeof logObj.type === "string" ? logObj.type.toLowerCase() : "log";
			logObj.tag = typeof logObj.tag === "string" ? logObj.tag : "";
			const resolveLog = (newLog = false) => {
				const repeated = (this._lastLog.count || 0) - this.options.throttleMin;
				if (this._lastLog.object && repeated > 0) {
					const args2 = [...this._lastLog.object.args];
					if (repeated > 1) args2.push(`(repeated ${repeated} times)`);
					this._log({
						...this._lastLog.object,
						args: args2
					});
					this._lastLog.count = 1;
				}
				if (newLog) {
					this._lastLog.object = logObj;
					this._log(logObj);
				}
			};
			clearTimeout(this._lastLog.timeout);
			const diffTime = this._lastLog.time && logObj.date ? logObj.date.getTime() - this._lastLog.time.getTime() : 0;
			this._lastLog.time = logObj.date;
			if (diffTime < this.options.throttle) try {
				const serializedLog = JSON.stringify([
					logObj.type,
					logObj.tag,
					logObj.args
				]);
				const isSameLog = this._lastLog.serialized === serializedLog;
				this._lastLog.serialized = serializedLog;
				if (isSameLog) {
					this._lastLog.count = (this._lastLog.count || 0) + 1;
					if (this._lastLog.count > this.options.throttleMin) {
						this._lastLog.timeout = setTimeout(resolveLog, this.options.throttle);
						return;
					}
				}
			} catch {}
			resolveLog(true);
		}
		_log(logObj) {
			for (const reporter of this.options.reporters) reporter.log(logObj, { options: this.options });
		}
	};
	function _normalizeLogLevel(input, types = {}, defaultLevel = 3) {
		if (input === void 0) return defaultLevel;
		if (typeof input === "number") return input;
		if (types[input] && types[input].level !== void 0) return types[input].level;
		return defaultLevel;
	}
	Consola.prototype.add = Consola.prototype.addReporter;
	Consola.prototype.remove = Consola.prototype.removeReporter;
	Consola.prototype.clear = Consola.prototype.removeReporter;
	Consola.prototype.withScope = Consola.prototype.withTag;
	Consola.prototype.mock = Consola.prototype.mockTypes;
	Consola.prototype.pause = Consola.prototype.pauseLogs;
	Consola.prototype.resume = Consola.prototype.resumeLogs;
	function createConsola(options = {}) {
		return new Consola(options);
	}
	exports.Consola = Consola;
	exports.LogLevels = LogLevels;
	exports.LogTypes = LogTypes;
	exports.createConsola = createConsola;
}));
// node_modules/consola/dist/shared/consola.DCGIlDNP.cjs
var require_consola_DCGIlDNP = /* @__PURE__ */ __commonJSMin(((exports) => {
	const node_util = __require("node:util");
	const node_path = __require("node:path");
	function parseStack(stack, message) {
		const cwd = process.cwd() + node_path.sep;
		return stack.split("\n").splice(message.split("\n").length).map((l) => l.trim().replace("file://", "").replace(cwd, ""));
	}
	function writeStream(data, stream) {
		return (stream.__write || stream.write).call(stream, data);
	}
	const bracket = (x) => x ? `[${x}]` : "";
	var BasicReporter = class {
		formatStack(stack, message, opts) {
			const indent = "  ".repeat((opts?.errorLevel || 0) + 1);
			return indent + parseStack(stack, message).join(`
${indent}`);
		}
		formatError(err, opts) {
			const message = err.message ?? node_util.formatWithOptions(opts, err);
			const stack = err.stack ? this.formatStack(err.stack, message, opts) : "";
			const level = opts?.errorLevel || 0;
			const causedPrefix = level > 0 ? `${"  ".repeat(level)}[cause]: ` : "";
			const causedError = err.cause ? "\n\n" + this.formatError(err.cause, {
				...opts,
				errorLevel: level + 1
			}) : "";
			return causedPrefix + message + "\n" + stack + causedError;
		}
		formatArgs(args, opts) {
			const _args = args.map((arg) => {
				if (arg && typeof arg.stack === "string") return this.formatError(arg, opts);
				return arg;
			});
			return node_util.formatWithOptions(opts, ..._args);
		}
		formatDate(date, opts) {
			return opts.date ? date.toLocaleTimeString() : "";
		}
		filterAndJoin(arr) {
			return arr.filter(Boolean).join(" ");
		}
		formatLogObj(logObj, opts) {
			const message = this.formatArgs(logObj.args, opts);
			if (logObj.type === "box") return "\n" + [
				bracket(logObj.tag),
				logObj.title && logObj.title,
				...message.split("\n")
			].filter(Boolean).map((l) => " > " + l).join("\n") + "\n";
			return this.filterAndJoin([
				bracket(logObj.type),
				bracket(logObj.tag),
				message
			]);
		}
		log(logObj, ctx) {
			return writeStream(this.formatLogObj(logObj, {
				columns: ctx.options.stdout.columns || 0,
				...ctx.options.formatOptions
			}) + "\n", logObj.level < 2 ? ctx.options.stderr || process.stderr : ctx.options.stdout || process.stdout);
		}
	};
	exports.BasicReporter = BasicReporter;
	exports.parseStack = parseStack;
}));
// node_modules/consola/dist/basic.cjs
var require_basic = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	const core = require_core();
	const basic = require_consola_DCGIlDNP();
	__require("node:util");
	__require("node:path");
	function createConsola(options = {}) {
		let level = core.LogLevels.info;
		if (process.env.CONSOLA_LEVEL) level = Number.parseInt(process.env.CONSOLA_LEVEL) ?? level;
		return core.createConsola({
			level,
			defaults: { level },
			stdout: process.stdout,
			stderr: process.stderr,
			reporters: options.reporters || [new basic.BasicReporter()],
			...options
		});
	}
	const consola = createConsola();
	exports.Consola = core.Consola;
	exports.LogLevels = core.LogLevels;
	exports.LogTypes = core.LogTypes;
	exports.consola = consola;
	exports.createConsola = createConsola;
	exports.default = consola;
}));
// node_modules/@mapbox/node-pre-gyp/lib/util/log.js
var require_log = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const { createConsola } = require_basic();
	module.exports = exports = createConsola({ stdout: process.stderr });
}));
// node_modules/@mapbox/node-pre-gyp/lib/util/napi.js
var require_napi = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const fs = __require("fs");
	module.exports = exports;
	const versionArray = process.version.substr(1).replace(/-.*$/, "").split(".").map((item) => {
		return +item;
	});
	const napi_multiple_commands = [
		"build",
		"clean",
		"configure",
		"package",
		"publish",
		"reveal",
		"testbinary",
		"testpackage",
		"unpublish"
	];
	const napi_build_version_tag = "napi_build_version=";
	module.exports.get_napi_version = function() {
		let version = process.versions.napi;
		if (!version) {
			if (versionArray[0] === 9 && versionArray[1] >= 3) version = 2;
			else if (versionArray[0] === 8) version = 1;
		}
		return version;
	};
	module.exports.get_napi_version_as_string = function(target) {
		const version = module.exports.get_napi_version(target);
		return version ? "" + version : "";
	};
	module.exports.validate_package_json = function(package_json, opts) {
		const binary = package_json.binary;
		const module_path_ok = pathOK(binary.module_path);
		const remote_path_ok = pathOK(binary.remote_path);
		const package_name_ok = pathOK(binary.package_name);
		const napi_build_versions = module.exports.get_napi_build_versions(package_json, opts, true);
		const napi_build_versions_raw = module.exports.get_napi_build_versions_raw(package_json);
		if (napi_build_versions) napi_build_versions.forEach((napi_build_version) => {
			if (!(parseInt(napi_build_version, 10) === napi_build_version && napi_build_version > 0)) throw new Error("All values specified in napi_versions must be positive integers.");
		});
		if (napi_build_versions && (!module_path_ok || !remote_path_ok && !package_name_ok)) throw new Error("When napi_versions is specified; module_path and either remote_path or package_name must contain the substitution string '{napi_build_version}`.");
		if ((module_path_ok || remote_path_ok || package_name_ok) && !napi_build_versions_raw) throw new Error("When the substitution string '{napi_build_version}` is specified in module_path, remote_path, or package_name; napi_versions must also be specified.");
		if (napi_build_versions && !module.exports.get_best_napi_build_version(package_json, opts) && module.exports.build_napi_only(package_json)) throw new Error("The Node-API version of this Node instance is " + module.exports.get_napi_version(opts ? opts.target : void 0) + ". This module supports Node-API version(s) " + module.exports.get_napi_build_versions_raw(package_json) + ". This Node instance cannot run this module.");
		if (napi_build_versions_raw && !napi_build_versions && module.exports.build_napi_only(package_json)) throw new Error("The Node-API version of this Node instance is " + module.exports.get_napi_version(opts ? opts.target : void 0) + ". This module supports Node-API version(s) " + module.exports.get_napi_build_versions_raw(package_json) + ". This Node instance cannot run this module.");
	};
	function pathOK(path) {
		return path && (path.indexOf("{napi_build_version}") !== -1 || path.indexOf("{node_napi_label}") !== -1);
	}
	module.exports.expand_commands = function(package_json, opts, commands) {
		const expanded_commands = [];
		const napi_build_versions = module.exports.get_napi_build_versions(package_json, opts);
		commands.forEach((command) => {
			if (napi_build_versions && command.name === "install") {
				const napi_build_version = module.exports.get_best_napi_build_version(package_json, opts);
				const args = napi_build_version ? [napi_build_version_tag + napi_build_version] : [];
				expanded_commands.push({
					name: command.name,
					args
				});
			} else if (napi_build_versions && napi_multiple_commands.indexOf(command.name) !== -1) napi_build_versions.forEach((napi_build_version) => {
				const args = command.args.slice();
				args.push(napi_build_version_tag + napi_build_version);
				expanded_commands.push({
					name: command.name,
					args
				});
			});
			else expanded_commands.push(command);
		});
		return expanded_commands;
	};
	module.exports.get_napi_build_versions = function(package_json, opts, warnings) {
		const log = require_log();
		let napi_build_versions = [];
		const supported_napi_version = module.exports.get_napi_version(opts ? opts.target : void 0);
		if (package_json.binary && package_json.binary.napi_versions) package_json.binary.napi_versions.forEach((napi_version) => {
			const duplicated = napi_build_versions.indexOf(napi_version) !== -1;
			if (!duplicated && supported_napi_version && napi_version <= supported_napi_version) napi_build_versions.push(napi_version);
			else if (warnings && !duplicated && supported_napi_version) log.info("This Node instance does not support builds for Node-API version", napi_version);
		});
		if (opts && opts["build-latest-napi-version-only"]) {
			let latest_version = 0;
			napi_build_versions.forEach((napi_version) => {
				if (napi_version > latest_version) latest_version = napi_version;
			});
			napi_build_versions = latest_version ? [latest_version] : [];
		}
		return napi_build_versions.length ? napi_build_versions : void 0;
	};
	module.exports.get_napi_build_versions_raw = function(package_json) {
		const napi_build_versions = [];
		if (package_json.binary && package_json.binary.napi_versions) package_json.binary.napi_versions.forEach((napi_version) => {
			if (napi_build_versions.indexOf(napi_version) === -1) napi_build_versions.push(napi_version);
		});
		return napi_build_versions.length ? napi_build_versions : void 0;
	};
	module.exports.get_command_arg = function(napi_build_version) {
		return napi_build_version_tag + napi_build_version;
	};
	module.exports.get_napi_build_version_from_command_args = function(command_args) {
		for (let i = 0; i < command_args.length; i++) {
			const arg = command_args[i];
			if (arg.indexOf(napi_build_version_tag) === 0) return parseInt(arg.substr(19), 10);
		}
	};
	module.exports.swap_build_dir_out = function(napi_build_version) {
		if (napi_build_version) {
			fs.rmSync(module.exports.get_build_dir(napi_build_version), {
				recursive: true,
				force: true
			});
			fs.renameSync("build", module.exports.get_build_dir(napi_build_version));
		}
	};
	module.exports.swap_build_dir_in = function(napi_build_version) {
		if (napi_build_version) {
			fs.rmSync("build", {
				recursive: true,
				force: true
			});
			fs.renameSync(module.exports.get_build_dir(napi_build_version), "build");
		}
	};
	module.exports.get_build_dir = function(napi_build_version) {
		return "build-tmp-napi-v" + napi_build_version;
	};
	module.exports.get_best_napi_build_version = function(package_json, opts) {
		let best_napi_build_version = 0;
		const napi_build_versions = module.exports.get_napi_build_versions(package_json, opts);
		if (napi_build_versions) {
			const our_napi_version = module.exports.get_napi_version(opts ? opts.target : void 0);
			napi_build_versions.forEach((napi_build_version) => {
				if (napi_build_version > best_napi_build_version && napi_build_version <= our_napi_version) best_napi_build_version = napi_build_version;
			});
		}
		return best_napi_build_version === 0 ? void 0 : best_napi_build_version;
	};
	module.exports.build_napi_only = function(package_json) {
		return package_json.binary && package_json.binary.package_name && package_json.binary.package_name.indexOf("{node_napi_label}") === -1;
	};
}));
// node_modules/@mapbox/node-pre-gyp/lib/util/abi_crosswalk.json
var require_abi_crosswalk = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	module.exports = {
		"0.1.14": {
			"node_abi": null,
			"v8": "1.3"
		},
		"0.1.15": {
			"node_abi": null,
			"v8": "1.3"
		},
		"0.1.16": {
			"node_abi": null,
			"v8": "1.3"
		},
		"0.1.17": {
			"node_abi": null,
			"v8": "1.3"
		},
		"0.1.18": {
			"node_abi": null,
			"v8": "1.3"
		},
		"0.1.19": {
			"node_abi": null,
			"v8": "2.0"
		},
		"0.1.20": {
			"node_abi": null,
			"v8": "2.0"
		},
		"0.1.21": {
			"node_abi": null,
			"v8": "2.0"
		},
		"0.1.22": {
			"node_abi": null,
			"v8": "2.0"
		},
		"0.1.23": {
			"node_abi": null,
			"v8": "2.0"
		},
		"0.1.24": {
			"node_abi": null,
			"v8": "2.0"
		},
		"0.1.25": {
			"node_abi": null,
			"v8": "2.0"
		},
		"0.1.26": {
			"node_abi": null,
			"v8": "2.0"
		},
		"0.1.27": {
			"node_abi": null,
			"v8": "2.1"
		},
		"0.1.28": {
			"node_abi": null,
			"v8": "2.1"
		},
		"0.1.29": {
			"node_abi": null,
			"v8": "2.1"
		},
		"0.1.30": {
			"node_abi": null,
			"v8": "2.1"
		},
		"0.1.31": {
			"node_abi": null,
			"v8": "2.1"
		},
		"0.1.32": {
			"node_abi": null,
			"v8": "2.1"
		},
		"0.1.33": {
			"node_abi": null,
			"v8": "2.1"
		},
		"0.1.90": {
			"node_abi": null,
			"v8": "2.2"
		},
		"0.1.91": {
			"node_abi": null,
			"v8": "2.2"
		},
		"0.1.92": {
			"node_abi": null,
			"v8": "2.2"
		},
		"0.1.93": {
			"node_abi": null,
			"v8": "2.2"
		},
		"0.1.94": {
			"node_abi": null,
			"v8": "2.2"
		},
		"0.1.95": {
			"node_abi": null,
			"v8": "2.2"
		},
		"0.1.96": {
			"node_abi": null,
			"v8": "2.2"
		},
		"0.1.97": {
			"node_abi": null,
			"v8": "2.2"
		},
		"0.1.98": {
			"node_abi": null,
			"v8": "2.2"
		},
		"0.1.99": {
			"node_abi": null,
			"v8": "2.2"
		},
		"0.1.100": {
			"node_abi": null,
			"v8": "2.2"
		},
		"0.1.101": {
			"node_abi": null,
			"v8": "2.3"
		},
		"0.1.102": {
			"node_abi": null,
			"v8": "2.3"
		},
		"0.1.103": {
			"node_abi": null,
			"v8": "2.3"
		},
		"0.1.104": {
			"node_abi": null,
			"v8": "2.3"
		},
		"0.2.0": {
			"node_abi": 1,
			"v8": "2.3"
		},
		"0.2.1": {
			"node_abi": 1,
			"v8": "2.3"
		},
		"0.2.2": {
			"node_abi": 1,
			"v8": "2.3"
		},
		"0.2.3": {
			"node_abi": 1,
			"v8": "2.3"
		},
		"0.2.4": {
			"node_abi": 1,
			"v8": "2.3"
		},
		"0.2.5": {
			"node_abi": 1,
			"v8": "2.3"
		},
		"0.2.6": {
			"node_abi": 1,
			"v8": "2.3"
		},
		"0.3.0": {
			"node_abi": 1,
			"v8": "2.5"
		},
		"0.3.1": {
			"node_abi": 1,
			"v8": "2.5"
		},
		"0.3.2": {
			"node_abi": 1,
			"v8": "3.0"
		},
		"0.3.3": {
			"node_abi": 1,
			"v8": "3.0"
		},
		"0.3.4": {
			"node_abi": 1,
			"v8": "3.0"
		},
		"0.3.5": {
			"node_abi": 1,
			"v8": "3.0"
		},
		"0.3.6": {
			"node_abi": 1,
			"v8": "3.0"
		},
		"0.3.7": {
			"node_abi": 1,
			"v8": "3.0"
		},
		"0.3.8": {
			"node_abi": 1,
			"v8": "3.1"
		},
		"0.4.0": {
			"node_abi": 1,
			"v8": "3.1"
		},
		"0.4.1": {
			"node_abi": 1,
			"v8": "3.1"
		},
		"0.4.2": {
			"node_abi": 1,
			"v8": "3.1"
		},
		"0.4.3": {
			"node_abi": 1,
			"v8": "3.1"
		},
		"0.4.4": {
			"node_abi": 1,
			"v8": "3.1"
		},
		"0.4.5": {
			"node_abi": 1,
			"v8": "3.1"
		},
		"0.4.6": {
			"node_abi": 1,
			"v8": "3.1"
		},
		"0.4.7": {
			"node_abi": 1,
			"v8": "3.1"
		},
		"0.4.8": {
			"node_abi": 1,
			"v8": "3.1"
		},
		"0.4.9": {
			"node_abi": 1,
			"v8": "3.1"
		},
		"0.4.10": {
			"node_abi": 1,
			"v8": "3.1"
		},
		"0.4.11": {
			"node_abi": 1,
			"v8": "3.1"
		},
		"0.4.12": {
			"node_abi": 1,
			"v8": "3.1"
		},
		"0.5.0": {
			"node_abi": 1,
			"v8": "3.1"
		},
		"0.5.1": {
			"node_abi": 1,
			"v8": "3.4"
		},
		"0.5.2": {
			"node_abi": 1,
			"v8": "3.4"
		},
		"0.5.3": {
			"node_abi": 1,
			"v8": "3.4"
		},
		"0.5.4": {
			"node_abi": 1,
			"v8": "3.5"
		},
		"0.5.5": {
			"node_abi": 1,
			"v8": "3.5"
		},
		"0.5.6": {
			"node_abi": 1,
			"v8": "3.6"
		},
		"0.5.7": {
			"node_abi": 1,
			"v8": "3.6"
		},
		"0.5.8": {
			"node_abi": 1,
			"v8": "3.6"
		},
		"0.5.9": {
			"node_abi": 1,
			"v8": "3.6"
		},
		"0.5.10": {
			"node_abi": 1,
			"v8": "3.7"
		},
		"0.6.0": {
			"node_abi": 1,
			"v8": "3.6"
		},
		"0.6.1": {
			"node_abi": 1,
			"v8": "3.6"
		},
		"0.6.2": {
			"node_abi": 1,
			"v8": "3.6"
		},
		"0.6.3": {
			"node_abi": 1,
			"v8": "3.6"
		},
		"0.6.4": {
			"node_abi": 1,
			"v8": "3.6"
		},
		"0.6.5": {
			"node_abi": 1,
			"v8": "3.6"
		},
		"0.6.6": {
			"node_abi": 1,
			"v8": "3.6"
		},
		"0.6.7": {
			"node_abi": 1,
			"v8": "3.6"
		},
		"0.6.8": {
			"node_abi": 1,
			"v8": "3.6"
		},
		"0.6.9": {
			"node_abi": 1,
			"v8": "3.6"
		},
		"0.6.10": {
			"node_abi": 1,
			"v8": "3.6"
		},
		"0.6.11": {
			"node_abi": 1,
			"v8": "3.6"
		},
		"0.6.12": {
			"node_abi": 1,
			"v8": "3.6"
		},
		"0.6.13": {
			"node_abi": 1,
			"v8": "3.6"
		},
		"0.6.14": {
			"node_abi": 1,
			"v8": "3.6"
		},
		"0.6.15": {
			"node_abi": 1,
			"v8": "3.6"
		},
		"0.6.16": {
			"node_abi": 1,
			"v8": "3.6"
		},
		"0.6.17": {
			"node_abi": 1,
			"v8": "3.6"
		},
		"0.6.18": {
			"node_abi": 1,
			"v8": "3.6"
		},
		"0.6.19": {
			"node_abi": 1,
			"v8": "3.6"
		},
		"0.6.20": {
			"node_abi": 1,
			"v8": "3.6"
		},
		"0.6.21": {
			"node_abi": 1,
			"v8": "3.6"
		},
		"0.7.0": {
			"node_abi": 1,
			"v8": "3.8"
		},
		"0.7.1": {
			"node_abi": 1,
			"v8": "3.8"
		},
		"0.7.2": {
			"node_abi": 1,
			"v8": "3.8"
		},
		"0.7.3": {
			"node_abi": 1,
			"v8": "3.9"
		},
		"0.7.4": {
			"node_abi": 1,
			"v8": "3.9"
		},
		"0.7.5": {
			"node_abi": 1,
			"v8": "3.9"
		},
		"0.7.6": {
			"node_abi": 1,
			"v8": "3.9"
		},
		"0.7.7": {
			"node_abi": 1,
			"v8": "3.9"
		},
		"0.7.8": {
			"node_abi": 1,
			"v8": "3.9"
		},
		"0.7.9": {
			"node_abi": 1,
			"v8": "3.11"
		},
		"0.7.10": {
			"node_abi": 1,
			"v8": "3.9"
		},
		"0.7.11": {
			"node_abi": 1,
			"v8": "3.11"
		},
		"0.7.12": {
			"node_abi": 1,
			"v8": "3.11"
		},
		"0.8.0": {
			"node_abi": 1,
			"v8": "3.11"
		},
		"0.8.1": {
			"node_abi": 1,
			"v8": "3.11"
		},
		"0.8.2": {
			"node_abi": 1,
			"v8": "3.11"
		},
		"0.8.3": {
			"node_abi": 1,
			"v8": "3.11"
		},
		"0.8.4": {
			"node_abi": 1,
			"v8": "3.11"
		},
		"0.8.5": {
			"node_abi": 1,
			"v8": "3.11"
		},
		"0.8.6": {
			"node_abi": 1,
			"v8": "3.11"
		},
		"0.8.7": {
			"node_abi": 1,
			"v8": "3.11"
		},
		"0.8.8": {
			"node_abi": 1,
			"v8": "3.11"
		},
		"0.8.9": {
			"node_abi": 1,
			"v8": "3.11"
		},
		"0.8.10": {
			"node_abi": 1,
			"v8": "3.11"
		},
		"0.8.11": {
			"node_abi": 1,
			"v8": "3.11"
		},
		"0.8.12": {
			"node_abi": 1,
			"v8": "3.11"
		},
		"0.8.13": {
			"node_abi": 1,
			"v8": "3.11"
		},
		"0.8.14": {
			"node_abi": 1,
			"v8": "3.11"
		},
		"0.8.15": {
			"node_abi": 1,
			"v8": "3.11"
		},
		"0.8.16": {
			"node_abi": 1,
			"v8": "3.11"
		},
		"0.8.17": {
			"node_abi": 1,
			"v8": "3.11"
		},
		"0.8.18": {
			"node_abi": 1,
			"v8": "3.11"
		},
		"0.8.19": {
			"node_abi": 1,
			"v8": "3.11"
		},
		"0.8.20": {
			"node_abi": 1,
			"v8": "3.11"
		},
		"0.8.21": {
			"node_abi": 1,
			"v8": "3.11"
		},
		"0.8.22": {
			"node_abi": 1,
			"v8": "3.11"
		},
		"0.8.23": {
			"node_abi": 1,
			"v8": "3.11"
		},
		"0.8.24": {
			"node_abi": 1,
			"v8": "3.11"
		},
		"0.8.25": {
			"node_abi": 1,
			"v8": "3.11"
		},
		"0.8.26": {
			"node_abi": 1,
			"v8": "3.11"
		},
		"0.8.27": {
			"node_abi": 1,
			"v8": "3.11"
		},
		"0.8.28": {
			"node_abi": 1,
			"v8": "3.11"
		},
		"0.9.0": {
			"node_abi": 1,
			"v8": "3.11"
		},
		"0.9.1": {
			"node_abi": 10,
			"v8": "3.11"
		},
		"0.9.2": {
			"node_abi": 10,
			"v8": "3.11"
		},
		"0.9.3": {
			"node_abi": 10,
			"v8": "3.13"
		},
		"0.9.4": {
			"node_abi": 10,
			"v8": "3.13"
		},
		"0.9.5": {
			"node_abi": 10,
			"v8": "3.13"
		},
		"0.9.6": {
			"node_abi": 10,
			"v8": "3.15"
		},
		"0.9.7": {
			"node_abi": 10,
			"v8": "3.15"
		},
		"0.9.8": {
			"node_abi": 10,
			"v8": "3.15"
		},
		"0.9.9": {
			"node_abi": 11,
			"v8": "3.15"
		},
		"0.9.10": {
			"node_abi": 11,
			"v8": "3.15"
		},
		"0.9.11": {
			"node_abi": 11,
			"v8": "3.14"
		},
		"0.9.12": {
			"node_abi": 11,
			"v8": "3.14"
		},
		"0.10.0": {
			"node_abi": 11,
			"v8": "3.14"
		},
		"0.10.1": {
			"node_abi": 11,
			"v8": "3.14"
		},
		"0.10.2": {
			"node_abi": 11,
			"v8": "3.14"
		},
		"0.10.3": {
			"node_abi": 11,
			"v8": "3.14"
		},
		"0.10.4": {
			"node_abi": 11,
			"v8": "3.14"
		},
		"0.10.5": {
			"node_abi": 11,
			"v8": "3.14"
		},
		"0.10.6": {
			"node_abi": 11,
			"v8": "3.14"
		},
		"0.10.7": {
			"node_abi": 11,
			"v8": "3.14"
		},
		"0.10.8": {
			"node_abi": 11,
			"v8": "3.14"
		},
		"0.10.9": {
			"node_abi": 11,
			"v8": "3.14"
		},
		"0.10.10": {
			"node_abi": 11,
			"v8": "3.14"
		},
		"0.10.11": {
			"node_abi": 11,
			"v8": "3.14"
		},
		"0.10.12": {
			"node_abi": 11,
			"v8": "3.14"
		},
		"0.10.13": {
			"node_abi": 11,
			"v8": "3.14"
		},
		"0.10.14": {
			"node_abi": 11,
			"v8": "3.14"
		},
		"0.10.15": {
			"node_abi": 11,
			"v8": "3.14"
		},
		"0.10.16": {
			"node_abi": 11,
			"v8": "3.14"
		},
		"0.10.17": {
			"node_abi": 11,
			"v8": "3.14"
		},
		"0.10.18": {
			"node_abi": 11,
			"v8": "3.14"
		},
		"0.10.19": {
			"node_abi": 11,
			"v8": "3.14"
		},
		"0.10.20": {
			"node_abi": 11,
			"v8": "3.14"
		},
		"0.10.21": {
			"node_abi": 11,
			"v8": "3.14"
		},
		"0.10.22": {
			"node_abi": 11,
			"v8": "3.14"
		},
		"0.10.23": {
			"node_abi": 11,
			"v8": "3.14"
		},
		"0.10.24": {
			"node_abi": 11,
			"v8": "3.14"
		},
		"0.10.25": {
			"node_abi": 11,
			"v8": "3.14"
		},
		"0.10.26": {
			"node_abi": 11,
			"v8": "3.14"
		},
		"0.10.27": {
			"node_abi": 11,
			"v8": "3.14"
		},
		"0.10.28": {
			"node_abi": 11,
			"v8": "3.14"
		},
		"0.10.29": {
			"node_abi": 11,
			"v8": "3.14"
		},
		"0.10.30": {
			"node_abi": 11,
			"v8": "3.14"
		},
		"0.10.31": {
			"node_abi": 11,
			"v8": "3.14"
		},
		"0.10.32": {
			"node_abi": 11,
			"v8": "3.14"
		},
		"0.10.33": {
			"node_abi": 11,
			"v8": "3.14"
		},
		"0.10.34": {
			"node_abi": 11,
			"v8": "3.14"
		},
		"0.10.35": {
			"node_abi": 11,
			"v8": "3.14"
		},
		"0.10.36": {
			"node_abi": 11,
			"v8": "3.14"
		},
		"0.10.37": {
			"node_abi": 11,
			"v8": "3.14"
		},
		"0.10.38": {
			"node_abi": 11,
			"v8": "3.14"
		},
		"0.10.39": {
			"node_abi": 11,
			"v8": "3.14"
		},
		"0.10.40": {
			"node_abi": 11,
			"v8": "3.14"
		},
		"0.10.41": {
			"node_abi": 11,
			"v8": "3.14"
		},
		"0.10.42": {
			"node_abi": 11,
			"v8": "3.14"
		},
		"0.10.43": {
			"node_abi": 11,
			"v8": "3.14"
		},
		"0.10.44": {
			"node_abi": 11,
			"v8": "3.14"
		},
		"0.10.45": {
			"node_abi": 11,
			"v8": "3.14"
		},
		"0.10.46": {
			"node_abi": 11,
			"v8": "3.14"
		},
		"0.10.47": {
			"node_abi": 11,
			"v8": "3.14"
		},
		"0.10.48": {
			"node_abi": 11,
			"v8": "3.14"
		},
		"0.11.0": {
			"node_abi": 12,
			"v8": "3.17"
		},
		"0.11.1": {
			"node_abi": 12,
			"v8": "3.18"
		},
		"0.11.2": {
			"node_abi": 12,
			"v8": "3.19"
		},
		"0.11.3": {
			"node_abi": 12,
			"v8": "3.19"
		},
		"0.11.4": {
			"node_abi": 12,
			"v8": "3.20"
		},
		"0.11.5": {
			"node_abi": 12,
			"v8": "3.20"
		},
		"0.11.6": {
			"node_abi": 12,
			"v8": "3.20"
		},
		"0.11.7": {
			"node_abi": 12,
			"v8": "3.20"
		},
		"0.11.8": {
			"node_abi": 13,
			"v8": "3.21"
		},
		"0.11.9": {
			"node_abi": 13,
			"v8": "3.22"
		},
		"0.11.10": {
			"node_abi": 13,
			"v8": "3.22"
		},
		"0.11.11": {
			"node_abi": 14,
			"v8": "3.22"
		},
		"0.11.12": {
			"node_abi": 14,
			"v8": "3.22"
		},
		"0.11.13": {
			"node_abi": 14,
			"v8": "3.25"
		},
		"0.11.14": {
			"node_abi": 14,
			"v8": "3.26"
		},
		"0.11.15": {
			"node_abi": 14,
			"v8": "3.28"
		},
		"0.11.16": {
			"node_abi": 14,
			"v8": "3.28"
		},
		"0.12.0": {
			"node_abi": 14,
			"v8": "3.28"
		},
		"0.12.1": {
			"node_abi": 14,
			"v8": "3.28"
		},
		"0.12.2": {
			"node_abi": 14,
			"v8": "3.28"
		},
		"0.12.3": {
			"node_abi": 14,
			"v8": "3.28"
		},
		"0.12.4": {
			"node_abi": 14,
			"v8": "3.28"
		},
		"0.12.5": {
			"node_abi": 14,
			"v8": "3.28"
		},
		"0.12.6": {
			"node_abi": 14,
			"v8": "3.28"
		},
		"0.12.7": {
			"node_abi": 14,
			"v8": "3.28"
		},
		"0.12.8": {
			"node_abi": 14,
			"v8": "3.28"
		},
		"0.12.9": {
			"node_abi": 14,
			"v8": "3.28"
		},
		"0.12.10": {
			"node_abi": 14,
			"v8": "3.28"
		},
		"0.12.11": {
			"node_abi": 14,
			"v8": "3.28"
		},
		"0.12.12": {
			"node_abi": 14,
			"v8": "3.28"
		},
		"0.12.13": {
			"node_abi": 14,
			"v8": "3.28"
		},
		"0.12.14": {
			"node_abi": 14,
			"v8": "3.28"
		},
		"0.12.15": {
			"node_abi": 14,
			"v8": "3.28"
		},
		"0.12.16": {
			"node_abi": 14,
			"v8": "3.28"
		},
		"0.12.17": {
			"node_abi": 14,
			"v8": "3.28"
		},
		"0.12.18": {
			"node_abi": 14,
			"v8": "3.28"
		},
		"1.0.0": {
			"node_abi": 42,
			"v8": "3.31"
		},
		"1.0.1": {
			"node_abi": 42,
			"v8": "3.31"
		},
		"1.0.2": {
			"node_abi": 42,
			"v8": "3.31"
		},
		"1.0.3": {
			"node_abi": 42,
			"v8": "4.1"
		},
		"1.0.4": {
			"node_abi": 42,
			"v8": "4.1"
		},
		"1.1.0": {
			"node_abi": 43,
			"v8": "4.1"
		},
		"1.2.0": {
			"node_abi": 43,
			"v8": "4.1"
		},
		"1.3.0": {
			"node_abi": 43,
			"v8": "4.1"
		},
		"1.4.1": {
			"node_abi": 43,
			"v8": "4.1"
		},
		"1.4.2": {
			"node_abi": 43,
			"v8": "4.1"
		},
		"1.4.3": {
			"node_abi": 43,
			"v8": "4.1"
		},
		"1.5.0": {
			"node_abi": 43,
			"v8": "4.1"
		},
		"1.5.1": {
			"node_abi": 43,
			"v8": "4.1"
		},
		"1.6.0": {
			"node_abi": 43,
			"v8": "4.1"
		},
		"1.6.1": {
			"node_abi": 43,
			"v8": "4.1"
		},
		"1.6.2": {
			"node_abi": 43,
			"v8": "4.1"
		},
		"1.6.3": {
			"node_abi": 43,
			"v8": "4.1"
		},
		"1.6.4": {
			"node_abi": 43,
			"v8": "4.1"
		},
		"1.7.1": {
			"node_abi": 43,
			"v8": "4.1"
		},
		"1.8.1": {
			"node_abi": 43,
			"v8": "4.1"
		},
		"1.8.2": {
			"node_abi": 43,
			"v8": "4.1"
		},
		"1.8.3": {
			"node_abi": 43,
			"v8": "4.1"
		},
		"1.8.4": {
			"node_abi": 43,
			"v8": "4.1"
		},
		"2.0.0": {
			"node_abi": 44,
			"v8": "4.2"
		},
		"2.0.1": {
			"node_abi": 44,
			"v8": "4.2"
		},
		"2.0.2": {
			"node_abi": 44,
			"v8": "4.2"
		},
		"2.1.0": {
			"node_abi": 44,
			"v8": "4.2"
		},
		"2.2.0": {
			"node_abi": 44,
			"v8": "4.2"
		},
		"2.2.1": {
			"node_abi": 44,
			"v8": "4.2"
		},
		"2.3.0": {
			"node_abi": 44,
			"v8": "4.2"
		},
		"2.3.1": {
			"node_abi": 44,
			"v8": "4.2"
		},
		"2.3.2": {
			"node_abi": 44,
			"v8": "4.2"
		},
		"2.3.3": {
			"node_abi": 44,
			"v8": "4.2"
		},
		"2.3.4": {
			"node_abi": 44,
			"v8": "4.2"
		},
		"2.4.0": {
			"node_abi": 44,
			"v8": "4.2"
		},
		"2.5.0": {
			"node_abi": 44,
			"v8": "4.2"
		},
		"3.0.0": {
			"node_abi": 45,
			"v8": "4.4"
		},
		"3.1.0": {
			"node_abi": 45,
			"v8": "4.4"
		},
		"3.2.0": {
			"node_abi": 45,
			"v8": "4.4"
		},
		"3.3.0": {
			"node_abi": 45,
			"v8": "4.4"
		},
		"3.3.1": {
			"node_abi": 45,
			"v8": "4.4"
		},
		"4.0.0": {
			"node_abi": 46,
			"v8": "4.5"
		},
		"4.1.0": {
			"node_abi": 46,
			"v8": "4.5"
		},
		"4.1.1": {
			"node_abi": 46,
			"v8": "4.5"
		},
		"4.1.2": {
			"node_abi": 46,
			"v8": "4.5"
		},
		"4.2.0": {
			"node_abi": 46,
			"v8": "4.5"
		},
		"4.2.1": {
			"node_abi": 46,
			"v8": "4.5"
		},
		"4.2.2": {
			"node_abi": 46,
			"v8": "4.5"
		},
		"4.2.3": {
			"node_abi": 46,
			"v8": "4.5"
		},
		"4.2.4": {
			"node_abi": 46,
			"v8": "4.5"
		},
		"4.2.5": {
			"node_abi": 46,
			"v8": "4.5"
		},
		"4.2.6": {
			"node_abi": 46,
			"v8": "4.5"
		},
		"4.3.0": {
			"node_abi": 46,
			"v8": "4.5"
		},
		"4.3.1": {
			"node_abi": 46,
			"v8": "4.5"
		},
		"4.3.2": {
			"node_abi": 46,
			"v8": "4.5"
		},
		"4.4.0": {
			"node_abi": 46,
			"v8": "4.5"
		},
		"4.4.1": {
			"node_abi": 46,
			"v8": "4.5"
		},
		"4.4.2": {
			"node_abi": 46,
			"v8": "4.5"
		},
		"4.4.3": {
			"node_abi": 46,
			"v8": "4.5"
		},
		"4.4.4": {
			"node_abi": 46,
			"v8": "4.5"
		},
		"4.4.5": {
			"node_abi": 46,
			"v8": "4.5"
		},
		"4.4.6": {
			"node_abi": 46,
			"v8": "4.5"
		},
		"4.4.7": {
			"node_abi": 46,
			"v8": "4.5"
		},
		"4.5.0": {
			"node_abi": 46,
			"v8": "4.5"
		},
		"4.6.0": {
			"node_abi": 46,
			"v8": "4.5"
		},
		"4.6.1": {
			"node_abi": 46,
			"v8": "4.5"
		},
		"4.6.2": {
			"node_abi": 46,
			"v8": "4.5"
		},
		"4.7.0": {
			"node_abi": 46,
			"v8": "4.5"
		},
		"4.7.1": {
			"node_abi": 46,
			"v8": "4.5"
		},
		"4.7.2": {
			"node_abi": 46,
			"v8": "4.5"
		},
		"4.7.3": {
			"node_abi": 46,
			"v8": "4.5"
		},
		"4.8.0": {
			"node_abi": 46,
			"v8": "4.5"
		},
		"4.8.1": {
			"node_abi": 46,
			"v8": "4.5"
		},
		"4.8.2": {
			"node_abi": 46,
			"v8": "4.5"
		},
		"4.8.3": {
			"node_abi": 46,
			"v8": "4.5"
		},
		"4.8.4": {
			"node_abi": 46,
			"v8": "4.5"
		},
		"4.8.5": {
			"node_abi": 46,
			"v8": "4.5"
		},
		"4.8.6": {
			"node_abi": 46,
			"v8": "4.5"
		},
		"4.8.7": {
			"node_abi": 46,
			"v8": "4.5"
		},
		"4.9.0": {
			"node_abi": 46,
			"v8": "4.5"
		},
		"4.9.1": {
			"node_abi": 46,
			"v8": "4.5"
		},
		"5.0.0": {
			"node_abi": 47,
			"v8": "4.6"
		},
		"5.1.0": {
			"node_abi": 47,
			"v8": "4.6"
		},
		"5.1.1": {
			"node_abi": 47,
			"v8": "4.6"
		},
		"5.2.0": {
			"node_abi": 47,
			"v8": "4.6"
		},
		"5.3.0": {
			"node_abi": 47,
			"v8": "4.6"
		},
		"5.4.0": {
			"node_abi": 47,
			"v8": "4.6"
		},
		"5.4.1": {
			"node_abi": 47,
			"v8": "4.6"
		},
		"5.5.0": {
			"node_abi": 47,
			"v8": "4.6"
		},
		"5.6.0": {
			"node_abi": 47,
			"v8": "4.6"
		},
		"5.7.0": {
			"node_abi": 47,
			"v8": "4.6"
		},
		"5.7.1": {
			"node_abi": 47,
			"v8": "4.6"
		},
		"5.8.0": {
			"node_abi": 47,
			"v8": "4.6"
		},
		"5.9.0": {
			"node_abi": 47,
			"v8": "4.6"
		},
		"5.9.1": {
			"node_abi": 47,
			"v8": "4.6"
		},
		"5.10.0": {
			"node_abi": 47,
			"v8": "4.6"
		},
		"5.10.1": {
			"node_abi": 47,
			"v8": "4.6"
		},
		"5.11.0": {
			"node_abi": 47,
			"v8": "4.6"
		},
		"5.11.1": {
			"node_abi": 47,
			"v8": "4.6"
		},
		"5.12.0": {
			"node_abi": 47,
			"v8": "4.6"
		},
		"6.0.0": {
			"node_abi": 48,
			"v8": "5.0"
		},
		"6.1.0": {
			"node_abi": 48,
			"v8": "5.0"
		},
		"6.2.0": {
			"node_abi": 48,
			"v8": "5.0"
		},
		"6.2.1": {
			"node_abi": 48,
			"v8": "5.0"
		},
		"6.2.2": {
			"node_abi": 48,
			"v8": "5.0"
		},
		"6.3.0": {
			"node_abi": 48,
			"v8": "5.0"
		},
		"6.3.1": {
			"node_abi": 48,
			"v8": "5.0"
		},
		"6.4.0": {
			"node_abi": 48,
			"v8": "5.0"
		},
		"6.5.0": {
			"node_abi": 48,
			"v8": "5.1"
		},
		"6.6.0": {
			"node_abi": 48,
			"v8": "5.1"
		},
		"6.7.0": {
			"node_abi": 48,
			"v8": "5.1"
		},
		"6.8.0": {
			"node_abi": 48,
			"v8": "5.1"
		},
		"6.8.1": {
			"node_abi": 48,
			"v8": "5.1"
		},
		"6.9.0": {
			"node_abi": 48,
			"v8": "5.1"
		},
		"6.9.1": {
			"node_abi": 48,
			"v8": "5.1"
		},
		"6.9.2": {
			"node_abi": 48,
			"v8": "5.1"
		},
		"6.9.3": {
			"node_abi": 48,
			"v8": "5.1"
		},
		"6.9.4": {
			"node_abi": 48,
			"v8": "5.1"
		},
		"6.9.5": {
			"node_abi": 48,
			"v8": "5.1"
		},
		"6.10.0": {
			"node_abi": 48,
			"v8": "5.1"
		},
		"6.10.1": {
			"node_abi": 48,
			"v8": "5.1"
		},
		"6.10.2": {
			"node_abi": 48,
			"v8": "5.1"
		},
		"6.10.3": {
			"node_abi": 48,
			"v8": "5.1"
		},
		"6.11.0": {
			"node_abi": 48,
			"v8": "5.1"
		},
		"6.11.1": {
			"node_abi": 48,
			"v8": "5.1"
		},
		"6.11.2": {
			"node_abi": 48,
			"v8": "5.1"
		},
		"6.11.3": {
			"node_abi": 48,
			"v8": "5.1"
		},
		"6.11.4": {
			"node_abi": 48,
			"v8": "5.1"
		},
		"6.11.5": {
			"node_abi": 48,
			"v8": "5.1"
		},
		"6.12.0": {
			"node_abi": 48,
			"v8": "5.1"
		},
		"6.12.1": {
			"node_abi": 48,
			"v8": "5.1"
		},
		"6.12.2": {
			"node_abi": 48,
			"v8": "5.1"
		},
		"6.12.3": {
			"node_abi": 48,
			"v8": "5.1"
		},
		"6.13.0": {
			"node_abi": 48,
			"v8": "5.1"
		},
		"6.13.1": {
			"node_abi": 48,
			"v8": "5.1"
		},
		"6.14.0": {
			"node_abi": 48,
			"v8": "5.1"
		},
		"6.14.1": {
			"node_abi": 48,
			"v8": "5.1"
		},
		"6.14.2": {
			"node_abi": 48,
			"v8": "5.1"
		},
		"6.14.3": {
			"node_abi": 48,
			"v8": "5.1"
		},
		"6.14.4": {
			"node_abi": 48,
			"v8": "5.1"
		},
		"6.15.0": {
			"node_abi": 48,
			"v8": "5.1"
		},
		"6.15.1": {
			"node_abi": 48,
			"v8": "5.1"
		},
		"6.16.0": {
			"node_abi": 48,
			"v8": "5.1"
		},
		"6.17.0": {
			"node_abi": 48,
			"v8": "5.1"
		},
		"6.17.1": {
			"node_abi": 48,
			"v8": "5.1"
		},
		"7.0.0": {
			"node_abi": 51,
			"v8": "5.4"
		},
		"7.1.0": {
			"node_abi": 51,
			"v8": "5.4"
		},
		"7.2.0": {
			"node_abi": 51,
			"v8": "5.4"
		},
		"7.2.1": {
			"node_abi": 51,
			"v8": "5.4"
		},
		"7.3.0": {
			"node_abi": 51,
			"v8": "5.4"
		},
		"7.4.0": {
			"node_abi": 51,
			"v8": "5.4"
		},
		"7.5.0": {
			"node_abi": 51,
			"v8": "5.4"
		},
		"7.6.0": {
			"node_abi": 51,
			"v8": "5.5"
		},
		"7.7.0": {
			"node_abi": 51,
			"v8": "5.5"
		},
		"7.7.1": {
			"node_abi": 51,
			"v8": "5.5"
		},
		"7.7.2": {
			"node_abi": 51,
			"v8": "5.5"
		},
		"7.7.3": {
			"node_abi": 51,
			"v8": "5.5"
		},
		"7.7.4": {
			"node_abi": 51,
			"v8": "5.5"
		},
		"7.8.0": {
			"node_abi": 51,
			"v8": "5.5"
		},
		"7.9.0": {
			"node_abi": 51,
			"v8": "5.5"
		},
		"7.10.0": {
			"node_abi": 51,
			"v8": "5.5"
		},
		"7.10.1": {
			"node_abi": 51,
			"v8": "5.5"
		},
		"8.0.0": {
			"node_abi": 57,
			"v8": "5.8"
		},
		"8.1.0": {
			"node_abi": 57,
			"v8": "5.8"
		},
		"8.1.1": {
			"node_abi": 57,
			"v8": "5.8"
		},
		"8.1.2": {
			"node_abi": 57,
			"v8": "5.8"
		},
		"8.1.3": {
			"node_abi": 57,
			"v8": "5.8"
		},
		"8.1.4": {
			"node_abi": 57,
			"v8": "5.8"
		},
		"8.2.0": {
			"node_abi": 57,
			"v8": "5.8"
		},
		"8.2.1": {
			"node_abi": 57,
			"v8": "5.8"
		},
		"8.3.0": {
			"node_abi": 57,
			"v8": "6.0"
		},
		"8.4.0": {
			"node_abi": 57,
			"v8": "6.0"
		},
		"8.5.0": {
			"node_abi": 57,
			"v8": "6.0"
		},
		"8.6.0": {
			"node_abi": 57,
			"v8": "6.0"
		},
		"8.7.0": {
			"node_abi": 57,
			"v8": "6.1"
		},
		"8.8.0": {
			"node_abi": 57,
			"v8": "6.1"
		},
		"8.8.1": {
			"node_abi": 57,
			"v8": "6.1"
		},
		"8.9.0": {
			"node_abi": 57,
			"v8": "6.1"
		},
		"8.9.1": {
			"node_abi": 57,
			"v8": "6.1"
		},
		"8.9.2": {
			"node_abi": 57,
			"v8": "6.1"
		},
		"8.9.3": {
			"node_abi": 57,
			"v8": "6.1"
		},
		"8.9.4": {
			"node_abi": 57,
			"v8": "6.1"
		},
		"8.10.0": {
			"node_abi": 57,
			"v8": "6.2"
		},
		"8.11.0": {
			"node_abi": 57,
			"v8": "6.2"
		},
		"8.11.1": {
			"node_abi": 57,
			"v8": "6.2"
		},
		"8.11.2": {
			"node_abi": 57,
			"v8": "6.2"
		},
		"8.11.3": {
			"node_abi": 57,
			"v8": "6.2"
		},
		"8.11.4": {
			"node_abi": 57,
			"v8": "6.2"
		},
		"8.12.0": {
			"node_abi": 57,
			"v8": "6.2"
		},
		"8.13.0": {
			"node_abi": 57,
			"v8": "6.2"
		},
		"8.14.0": {
			"node_abi": 57,
			"v8": "6.2"
		},
		"8.14.1": {
			"node_abi": 57,
			"v8": "6.2"
		},
		"8.15.0": {
			"node_abi": 57,
			"v8": "6.2"
		},
		"8.15.1": {
			"node_abi": 57,
			"v8": "6.2"
		},
		"8.16.0": {
			"node_abi": 57,
			"v8": "6.2"
		},
		"8.16.1": {
			"node_abi": 57,
			"v8": "6.2"
		},
		"8.16.2": {
			"node_abi": 57,
			"v8": "6.2"
		},
		"8.17.0": {
			"node_abi": 57,
			"v8": "6.2"
		},
		"9.0.0": {
			"node_abi": 59,
			"v8": "6.2"
		},
		"9.1.0": {
			"node_abi": 59,
			"v8": "6.2"
		},
		"9.2.0": {
			"node_abi": 59,
			"v8": "6.2"
		},
		"9.2.1": {
			"node_abi": 59,
			"v8": "6.2"
		},
		"9.3.0": {
			"node_abi": 59,
			"v8": "6.2"
		},
		"9.4.0": {
			"node_abi": 59,
			"v8": "6.2"
		},
		"9.5.0": {
			"node_abi": 59,
			"v8": "6.2"
		},
		"9.6.0": {
			"node_abi": 59,
			"v8": "6.2"
		},
		"9.6.1": {
			"node_abi": 59,
			"v8": "6.2"
		},
		"9.7.0": {
			"node_abi": 59,
			"v8": "6.2"
		},
		"9.7.1": {
			"node_abi": 59,
			"v8": "6.2"
		},
		"9.8.0": {
			"node_abi": 59,
			"v8": "6.2"
		},
		"9.9.0": {
			"node_abi": 59,
			"v8": "6.2"
		},
		"9.10.0": {
			"node_abi": 59,
			"v8": "6.2"
		},
		"9.10.1": {
			"node_abi": 59,
			"v8": "6.2"
		},
		"9.11.0": {
			"node_abi": 59,
			"v8": "6.2"
		},
		"9.11.1": {
			"node_abi": 59,
			"v8": "6.2"
		},
		"9.11.2": {
			"node_abi": 59,
			"v8": "6.2"
		},
		"10.0.0": {
			"node_abi": 64,
			"v8": "6.6"
		},
		"10.1.0": {
			"node_abi": 64,
			"v8": "6.6"
		},
		"10.2.0": {
			"node_abi": 64,
			"v8": "6.6"
		},
		"10.2.1": {
			"node_abi": 64,
			"v8": "6.6"
		},
		"10.3.0": {
			"node_abi": 64,
			"v8": "6.6"
		},
		"10.4.0": {
			"node_abi": 64,
			"v8": "6.7"
		},
		"10.4.1": {
			"node_abi": 64,
			"v8": "6.7"
		},
		"10.5.0": {
			"node_abi": 64,
			"v8": "6.7"
		},
		"10.6.0": {
			"node_abi": 64,
			"v8": "6.7"
		},
		"10.7.0": {
			"node_abi": 64,
			"v8": "6.7"
		},
		"10.8.0": {
			"node_abi": 64,
			"v8": "6.7"
		},
		"10.9.0": {
			"node_abi": 64,
			"v8": "6.8"
		},
		"10.10.0": {
			"node_abi": 64,
			"v8": "6.8"
		},
		"10.11.0": {
			"node_abi": 64,
			"v8": "6.8"
		},
		"10.12.0": {
			"node_abi": 64,
			"v8": "6.8"
		},
		"10.13.0": {
			"node_abi": 64,
			"v8": "6.8"
		},
		"10.14.0": {
			"node_abi": 64,
			"v8": "6.8"
		},
		"10.14.1": {
			"node_abi": 64,
			"v8": "6.8"
		},
		"10.14.2": {
			"node_abi": 64,
			"v8": "6.8"
		},
		"10.15.0": {
			"node_abi": 64,
			"v8": "6.8"
		},
		"10.15.1": {
			"node_abi": 64,
			"v8": "6.8"
		},
		"10.15.2": {
			"node_abi": 64,
			"v8": "6.8"
		},
		"10.15.3": {
			"node_abi": 64,
			"v8": "6.8"
		},
		"10.16.0": {
			"node_abi": 64,
			"v8": "6.8"
		},
		"10.16.1": {
			"node_abi": 64,
			"v8": "6.8"
		},
		"10.16.2": {
			"node_abi": 64,
			"v8": "6.8"
		},
		"10.16.3": {
			"node_abi": 64,
			"v8": "6.8"
		},
		"10.17.0": {
			"node_abi": 64,
			"v8": "6.8"
		},
		"10.18.0": {
			"node_abi": 64,
			"v8": "6.8"
		},
		"10.18.1": {
			"node_abi": 64,
			"v8": "6.8"
		},
		"10.19.0": {
			"node_abi": 64,
			"v8": "6.8"
		},
		"10.20.0": {
			"node_abi": 64,
			"v8": "6.8"
		},
		"10.20.1": {
			"node_abi": 64,
			"v8": "6.8"
		},
		"10.21.0": {
			"node_abi": 64,
			"v8": "6.8"
		},
		"10.22.0": {
			"node_abi": 64,
			"v8": "6.8"
		},
		"10.22.1": {
			"node_abi": 64,
			"v8": "6.8"
		},
		"10.23.0": {
			"node_abi": 64,
			"v8": "6.8"
		},
		"10.23.1": {
			"node_abi": 64,
			"v8": "6.8"
		},
		"10.23.2": {
			"node_abi": 64,
			"v8": "6.8"
		},
		"10.23.3": {
			"node_abi": 64,
			"v8": "6.8"
		},
		"10.24.0": {
			"node_abi": 64,
			"v8": "6.8"
		},
		"10.24.1": {
			"node_abi": 64,
			"v8": "6.8"
		},
		"11.0.0": {
			"node_abi": 67,
			"v8": "7.0"
		},
		"11.1.0": {
			"node_abi": 67,
			"v8": "7.0"
		},
		"11.2.0": {
			"node_abi": 67,
			"v8": "7.0"
		},
		"11.3.0": {
			"node_abi": 67,
			"v8": "7.0"
		},
		"11.4.0": {
			"node_abi": 67,
			"v8": "7.0"
		},
		"11.5.0": {
			"node_abi": 67,
			"v8": "7.0"
		},
		"11.6.0": {
			"node_abi": 67,
			"v8": "7.0"
		},
		"11.7.0": {
			"node_abi": 67,
			"v8": "7.0"
		},
		"11.8.0": {
			"node_abi": 67,
			"v8": "7.0"
		},
		"11.9.0": {
			"node_abi": 67,
			"v8": "7.0"
		},
		"11.10.0": {
			"node_abi": 67,
			"v8": "7.0"
		},
		"11.10.1": {
			"node_abi": 67,
			"v8": "7.0"
		},
		"11.11.0": {
			"node_abi": 67,
			"v8": "7.0"
		},
		"11.12.0": {
			"node_abi": 67,
			"v8": "7.0"
		},
		"11.13.0": {
			"node_abi": 67,
			"v8": "7.0"
		},
		"11.14.0": {
			"node_abi": 67,
			"v8": "7.0"
		},
		"11.15.0": {
			"node_abi": 67,
			"v8": "7.0"
		},
		"12.0.0": {
			"node_abi": 72,
			"v8": "7.4"
		},
		"12.1.0": {
			"node_abi": 72,
			"v8": "7.4"
		},
		"12.2.0": {
			"node_abi": 72,
			"v8": "7.4"
		},
		"12.3.0": {
			"node_abi": 72,
			"v8": "7.4"
		},
		"12.3.1": {
			"node_abi": 72,
			"v8": "7.4"
		},
		"12.4.0": {
			"node_abi": 72,
			"v8": "7.4"
		},
		"12.5.0": {
			"node_abi": 72,
			"v8": "7.5"
		},
		"12.6.0": {
			"node_abi": 72,
			"v8": "7.5"
		},
		"12.7.0": {
			"node_abi": 72,
			"v8": "7.5"
		},
		"12.8.0": {
			"node_abi": 72,
			"v8": "7.5"
		},
		"12.8.1": {
			"node_abi": 72,
			"v8": "7.5"
		},
		"12.9.0": {
			"node_abi": 72,
			"v8": "7.6"
		},
		"12.9.1": {
			"node_abi": 72,
			"v8": "7.6"
		},
		"12.10.0": {
			"node_abi": 72,
			"v8": "7.6"
		},
		"12.11.0": {
			"node_abi": 72,
			"v8": "7.7"
		},
		"12.11.1": {
			"node_abi": 72,
			"v8": "7.7"
		},
		"12.12.0": {
			"node_abi": 72,
			"v8": "7.7"
		},
		"12.13.0": {
			"node_abi": 72,
			"v8": "7.7"
		},
		"12.13.1": {
			"node_abi": 72,
			"v8": "7.7"
		},
		"12.14.0": {
			"node_abi": 72,
			"v8": "7.7"
		},
		"12.14.1": {
			"node_abi": 72,
			"v8": "7.7"
		},
		"12.15.0": {
			"node_abi": 72,
			"v8": "7.7"
		},
		"12.16.0": {
			"node_abi": 72,
			"v8": "7.8"
		},
		"12.16.1": {
			"node_abi": 72,
			"v8": "7.8"
		},
		"12.16.2": {
			"node_abi": 72,
			"v8": "7.8"
		},
		"12.16.3": {
			"node_abi": 72,
			"v8": "7.8"
		},
		"12.17.0": {
			"node_abi": 72,
			"v8": "7.8"
		},
		"12.18.0": {
			"node_abi": 72,
			"v8": "7.8"
		},
		"12.18.1": {
			"node_abi": 72,
			"v8": "7.8"
		},
		"12.18.2": {
			"node_abi": 72,
			"v8": "7.8"
		},
		"12.18.3": {
			"node_abi": 72,
			"v8": "7.8"
		},
		"12.18.4": {
			"node_abi": 72,
			"v8": "7.8"
		},
		"12.19.0": {
			"node_abi": 72,
			"v8": "7.8"
		},
		"12.19.1": {
			"node_abi": 72,
			"v8": "7.8"
		},
		"12.20.0": {
			"node_abi": 72,
			"v8": "7.8"
		},
		"12.20.1": {
			"node_abi": 72,
			"v8": "7.8"
		},
		"12.20.2": {
			"node_abi": 72,
			"v8": "7.8"
		},
		"12.21.0": {
			"node_abi": 72,
			"v8": "7.8"
		},
		"12.22.0": {
			"node_abi": 72,
			"v8": "7.8"
		},
		"12.22.1": {
			"node_abi": 72,
			"v8": "7.8"
		},
		"12.22.2": {
			"node_abi": 72,
			"v8": "7.8"
		},
		"12.22.3": {
			"node_abi": 72,
			"v8": "7.8"
		},
		"12.22.4": {
			"node_abi": 72,
			"v8": "7.8"
		},
		"12.22.5": {
			"node_abi": 72,
			"v8": "7.8"
		},
		"12.22.6": {
			"node_abi": 72,
			"v8": "7.8"
		},
		"12.22.7": {
			"node_abi": 72,
			"v8": "7.8"
		},
		"12.22.8": {
			"node_abi": 72,
			"v8": "7.8"
		},
		"12.22.9": {
			"node_abi": 72,
			"v8": "7.8"
		},
		"12.22.10": {
			"node_abi": 72,
			"v8": "7.8"
		},
		"12.22.11": {
			"node_abi": 72,
			"v8": "7.8"
		},
		"12.22.12": {
			"node_abi": 72,
			"v8": "7.8"
		},
		"13.0.0": {
			"node_abi": 79,
			"v8": "7.8"
		},
		"13.0.1": {
			"node_abi": 79,
			"v8": "7.8"
		},
		"13.1.0": {
			"node_abi": 79,
			"v8": "7.8"
		},
		"13.2.0": {
			"node_abi": 79,
			"v8": "7.9"
		},
		"13.3.0": {
			"node_abi": 79,
			"v8": "7.9"
		},
		"13.4.0": {
			"node_abi": 79,
			"v8": "7.9"
		},
		"13.5.0": {
			"node_abi": 79,
			"v8": "7.9"
		},
		"13.6.0": {
			"node_abi": 79,
			"v8": "7.9"
		},
		"13.7.0": {
			"node_abi": 79,
			"v8": "7.9"
		},
		"13.8.0": {
			"node_abi": 79,
			"v8": "7.9"
		},
		"13.9.0": {
			"node_abi": 79,
			"v8": "7.9"
		},
		"13.10.0": {
			"node_abi": 79,
			"v8": "7.9"
		},
		"13.10.1": {
			"node_abi": 79,
			"v8": "7.9"
		},
		"13.11.0": {
			"node_abi": 79,
			"v8": "7.9"
		},
		"13.12.0": {
			"node_abi": 79,
			"v8": "7.9"
		},
		"13.13.0": {
			"node_abi": 79,
			"v8": "7.9"
		},
		"13.14.0": {
			"node_abi": 79,
			"v8": "7.9"
		},
		"14.0.0": {
			"node_abi": 83,
			"v8": "8.1"
		},
		"14.1.0": {
			"node_abi": 83,
			"v8": "8.1"
		},
		"14.2.0": {
			"node_abi": 83,
			"v8": "8.1"
		},
		"14.3.0": {
			"node_abi": 83,
			"v8": "8.1"
		},
		"14.4.0": {
			"node_abi": 83,
			"v8": "8.1"
		},
		"14.5.0": {
			"node_abi": 83,
			"v8": "8.3"
		},
		"14.6.0": {
			"node_abi": 83,
			"v8": "8.4"
		},
		"14.7.0": {
			"node_abi": 83,
			"v8": "8.4"
		},
		"14.8.0": {
			"node_abi": 83,
			"v8": "8.4"
		},
		"14.9.0": {
			"node_abi": 83,
			"v8": "8.4"
		},
		"14.10.0": {
			"node_abi": 83,
			"v8": "8.4"
		},
		"14.10.1": {
			"node_abi": 83,
			"v8": "8.4"
		},
		"14.11.0": {
			"node_abi": 83,
			"v8": "8.4"
		},
		"14.12.0": {
			"node_abi": 83,
			"v8": "8.4"
		},
		"14.13.0": {
			"node_abi": 83,
			"v8": "8.4"
		},
		"14.13.1": {
			"node_abi": 83,
			"v8": "8.4"
		},
		"14.14.0": {
			"node_abi": 83,
			"v8": "8.4"
		},
		"14.15.0": {
			"node_abi": 83,
			"v8": "8.4"
		},
		"14.15.1": {
			"node_abi": 83,
			"v8": "8.4"
		},
		"14.15.2": {
			"node_abi": 83,
			"v8": "8.4"
		},
		"14.15.3": {
			"node_abi": 83,
			"v8": "8.4"
		},
		"14.15.4": {
			"node_abi": 83,
			"v8": "8.4"
		},
		"14.15.5": {
			"node_abi": 83,
			"v8": "8.4"
		},
		"14.16.0": {
			"node_abi": 83,
			"v8": "8.4"
		},
		"14.16.1": {
			"node_abi": 83,
			"v8": "8.4"
		},
		"14.17.0": {
			"node_abi": 83,
			"v8": "8.4"
		},
		"14.17.1": {
			"node_abi": 83,
			"v8": "8.4"
		},
		"14.17.2": {
			"node_abi": 83,
			"v8": "8.4"
		},
		"14.17.3": {
			"node_abi": 83,
			"v8": "8.4"
		},
		"14.17.4": {
			"node_abi": 83,
			"v8": "8.4"
		},
		"14.17.5": {
			"node_abi": 83,
			"v8": "8.4"
		},
		"14.17.6": {
			"node_abi": 83,
			"v8": "8.4"
		},
		"14.18.0": {
			"node_abi": 83,
			"v8": "8.4"
		},
		"14.18.1": {
			"node_abi": 83,
			"v8": "8.4"
		},
		"14.18.2": {
			"node_abi": 83,
			"v8": "8.4"
		},
		"14.18.3": {
			"node_abi": 83,
			"v8": "8.4"
		},
		"14.19.0": {
			"node_abi": 83,
			"v8": "8.4"
		},
		"14.19.1": {
			"node_abi": 83,
			"v8": "8.4"
		},
		"14.19.2": {
			"node_abi": 83,
			"v8": "8.4"
		},
		"14.19.3": {
			"node_abi": 83,
			"v8": "8.4"
		},
		"14.20.0": {
			"node_abi": 83,
			"v8": "8.4"
		},
		"14.20.1": {
			"node_abi": 83,
			"v8": "8.4"
		},
		"14.21.0": {
			"node_abi": 83,
			"v8": "8.4"
		},
		"14.21.1": {
			"node_abi": 83,
			"v8": "8.4"
		},
		"14.21.2": {
			"node_abi": 83,
			"v8": "8.4"
		},
		"14.21.3": {
			"node_abi": 83,
			"v8": "8.4"
		},
		"15.0.0": {
			"node_abi": 88,
			"v8": "8.6"
		},
		"15.0.1": {
			"node_abi": 88,
			"v8": "8.6"
		},
		"15.1.0": {
			"node_abi": 88,
			"v8": "8.6"
		},
		"15.2.0": {
			"node_abi": 88,
			"v8": "8.6"
		},
		"15.2.1": {
			"node_abi": 88,
			"v8": "8.6"
		},
		"15.3.0": {
			"node_abi": 88,
			"v8": "8.6"
		},
		"15.4.0": {
			"node_abi": 88,
			"v8": "8.6"
		},
		"15.5.0": {
			"node_abi": 88,
			"v8": "8.6"
		},
		"15.5.1": {
			"node_abi": 88,
			"v8": "8.6"
		},
		"15.6.0": {
			"node_abi": 88,
			"v8": "8.6"
		},
		"15.7.0": {
			"node_abi": 88,
			"v8": "8.6"
		},
		"15.8.0": {
			"node_abi": 88,
			"v8": "8.6"
		},
		"15.9.0": {
			"node_abi": 88,
			"v8": "8.6"
		},
		"15.10.0": {
			"node_abi": 88,
			"v8": "8.6"
		},
		"15.11.0": {
			"node_abi": 88,
			"v8": "8.6"
		},
		"15.12.0": {
			"node_abi": 88,
			"v8": "8.6"
		},
		"15.13.0": {
			"node_abi": 88,
			"v8": "8.6"
		},
		"15.14.0": {
			"node_abi": 88,
			"v8": "8.6"
		},
		"16.0.0": {
			"node_abi": 93,
			"v8": "9.0"
		},
		"16.1.0": {
			"node_abi": 93,
			"v8": "9.0"
		},
		"16.2.0": {
			"node_abi": 93,
			"v8": "9.0"
		},
		"16.3.0": {
			"node_abi": 93,
			"v8": "9.0"
		},
		"16.4.0": {
			"node_abi": 93,
			"v8": "9.1"
		},
		"16.4.1": {
			"node_abi": 93,
			"v8": "9.1"
		},
		"16.4.2": {
			"node_abi": 93,
			"v8": "9.1"
		},
		"16.5.0": {
			"node_abi": 93,
			"v8": "9.1"
		},
		"16.6.0": {
			"node_abi": 93,
			"v8": "9.2"
		},
		"16.6.1": {
			"node_abi": 93,
			"v8": "9.2"
		},
		"16.6.2": {
			"node_abi": 93,
			"v8": "9.2"
		},
		"16.7.0": {
			"node_abi": 93,
			"v8": "9.2"
		},
		"16.8.0": {
			"node_abi": 93,
			"v8": "9.2"
		},
		"16.9.0": {
			"node_abi": 93,
			"v8": "9.3"
		},
		"16.9.1": {
			"node_abi": 93,
			"v8": "9.3"
		},
		"16.10.0": {
			"node_abi": 93,
			"v8": "9.3"
		},
		"16.11.0": {
			"node_abi": 93,
			"v8": "9.4"
		},
		"16.11.1": {
			"node_abi": 93,
			"v8": "9.4"
		},
		"16.12.0": {
			"node_abi": 93,
			"v8": "9.4"
		},
		"16.13.0": {
			"node_abi": 93,
			"v8": "9.4"
		},
		"16.13.1": {
			"node_abi": 93,
			"v8": "9.4"
		},
		"16.13.2": {
			"node_abi": 93,
			"v8": "9.4"
		},
		"16.14.0": {
			"node_abi": 93,
			"v8": "9.4"
		},
		"16.14.1": {
			"node_abi": 93,
			"v8": "9.4"
		},
		"16.14.2": {
			"node_abi": 93,
			"v8": "9.4"
		},
		"16.15.0": {
			"node_abi": 93,
			"v8": "9.4"
		},
		"16.15.1": {
			"node_abi": 93,
			"v8": "9.4"
		},
		"16.16.0": {
			"node_abi": 93,
			"v8": "9.4"
		},
		"16.17.0": {
			"node_abi": 93,
			"v8": "9.4"
		},
		"16.17.1": {
			"node_abi": 93,
			"v8": "9.4"
		},
		"16.18.0": {
			"node_abi": 93,
			"v8": "9.4"
		},
		"16.18.1": {
			"node_abi": 93,
			"v8": "9.4"
		},
		"16.19.0": {
			"node_abi": 93,
			"v8": "9.4"
		},
		"16.19.1": {
			"node_abi": 93,
			"v8": "9.4"
		},
		"16.20.0": {
			"node_abi": 93,
			"v8": "9.4"
		},
		"16.20.1": {
			"node_abi": 93,
			"v8": "9.4"
		},
		"16.20.2": {
			"node_abi": 93,
			"v8": "9.4"
		},
		"17.0.0": {
			"node_abi": 102,
			"v8": "9.5"
		},
		"17.0.1": {
			"node_abi": 102,
			"v8": "9.5"
		},
		"17.1.0": {
			"node_abi": 102,
			"v8": "9.5"
		},
		"17.2.0": {
			"node_abi": 102,
			"v8": "9.6"
		},
		"17.3.0": {
			"node_abi": 102,
			"v8": "9.6"
		},
		"17.3.1": {
			"node_abi": 102,
			"v8": "9.6"
		},
		"17.4.0": {
			"node_abi": 102,
			"v8": "9.6"
		},
		"17.5.0": {
			"node_abi": 102,
			"v8": "9.6"
		},
		"17.6.0": {
			"node_abi": 102,
			"v8": "9.6"
		},
		"17.7.0": {
			"node_abi": 102,
			"v8": "9.6"
		},
		"17.7.1": {
			"node_abi": 102,
			"v8": "9.6"
		},
		"17.7.2": {
			"node_abi": 102,
			"v8": "9.6"
		},
		"17.8.0": {
			"node_abi": 102,
			"v8": "9.6"
		},
		"17.9.0": {
			"node_abi": 102,
			"v8": "9.6"
		},
		"17.9.1": {
			"node_abi": 102,
			"v8": "9.6"
		},
		"18.0.0": {
			"node_abi": 108,
			"v8": "10.1"
		},
		"18.1.0": {
			"node_abi": 108,
			"v8": "10.1"
		},
		"18.2.0": {
			"node_abi": 108,
			"v8": "10.1"
		},
		"18.3.0": {
			"node_abi": 108,
			"v8": "10.2"
		},
		"18.4.0": {
			"node_abi": 108,
			"v8": "10.2"
		},
		"18.5.0": {
			"node_abi": 108,
			"v8": "10.2"
		},
		"18.6.0": {
			"node_abi": 108,
			"v8": "10.2"
		},
		"18.7.0": {
			"node_abi": 108,
			"v8": "10.2"
		},
		"18.8.0": {
			"node_abi": 108,
			"v8": "10.2"
		},
		"18.9.0": {
			"node_abi": 108,
			"v8": "10.2"
		},
		"18.9.1": {
			"node_abi": 108,
			"v8": "10.2"
		},
		"18.10.0": {
			"node_abi": 108,
			"v8": "10.2"
		},
		"18.11.0": {
			"node_abi": 108,
			"v8": "10.2"
		},
		"18.12.0": {
			"node_abi": 108,
			"v8": "10.2"
		},
		"18.12.1": {
			"node_abi": 108,
			"v8": "10.2"
		},
		"18.13.0": {
			"node_abi": 108,
			"v8": "10.2"
		},
		"18.14.0": {
			"node_abi": 108,
			"v8": "10.2"
		},
		"18.14.1": {
			"node_abi": 108,
			"v8": "10.2"
		},
		"18.14.2": {
			"node_abi": 108,
			"v8": "10.2"
		},
		"18.15.0": {
			"node_abi": 108,
			"v8": "10.2"
		},
		"18.16.0": {
			"node_abi": 108,
			"v8": "10.2"
		},
		"18.16.1": {
			"node_abi": 108,
			"v8": "10.2"
		},
		"18.17.0": {
			"node_abi": 108,
			"v8": "10.2"
		},
		"18.17.1": {
			"node_abi": 108,
			"v8": "10.2"
		},
		"18.18.0": {
			"node_abi": 108,
			"v8": "10.2"
		},
		"18.18.1": {
			"node_abi": 108,
			"v8": "10.2"
		},
		"18.18.2": {
			"node_abi": 108,
			"v8": "10.2"
		},
		"18.19.0": {
			"node_abi": 108,
			"v8": "10.2"
		},
		"18.19.1": {
			"node_abi": 108,
			"v8": "10.2"
		},
		"18.20.0": {
			"node_abi": 108,
			"v8": "10.2"
		},
		"18.20.1": {
			"node_abi": 108,
			"v8": "10.2"
		},
		"18.20.2": {
			"node_abi": 108,
			"v8": "10.2"
		},
		"18.20.3": {
			"node_abi": 108,
			"v8": "10.2"
		},
		"18.20.4": {
			"node_abi": 108,
			"v8": "10.2"
		},
		"18.20.5": {
			"node_abi": 108,
			"v8": "10.2"
		},
		"18.20.6": {
			"node_abi": 108,
			"v8": "10.2"
		},
		"18.20.7": {
			"node_abi": 108,
			"v8": "10.2"
		},
		"18.20.8": {
			"node_abi": 108,
			"v8": "10.2"
		},
		"19.0.0": {
			"node_abi": 111,
			"v8": "10.7"
		},
		"19.0.1": {
			"node_abi": 111,
			"v8": "10.7"
		},
		"19.1.0": {
			"node_abi": 111,
			"v8": "10.7"
		},
		"19.2.0": {
			"node_abi": 111,
			"v8": "10.8"
		},
		"19.3.0": {
			"node_abi": 111,
			"v8": "10.8"
		},
		"19.4.0": {
			"node_abi": 111,
			"v8": "10.8"
		},
		"19.5.0": {
			"node_abi": 111,
			"v8": "10.8"
		},
		"19.6.0": {
			"node_abi": 111,
			"v8": "10.8"
		},
		"19.6.1": {
			"node_abi": 111,
			"v8": "10.8"
		},
		"19.7.0": {
			"node_abi": 111,
			"v8": "10.8"
		},
		"19.8.0": {
			"node_abi": 111,
			"v8": "10.8"
		},
		"19.8.1": {
			"node_abi": 111,
			"v8": "10.8"
		},
		"19.9.0": {
			"node_abi": 111,
			"v8": "10.8"
		},
		"20.0.0": {
			"node_abi": 115,
			"v8": "11.3"
		},
		"20.1.0": {
			"node_abi": 115,
			"v8": "11.3"
		},
		"20.2.0": {
			"node_abi": 115,
			"v8": "11.3"
		},
		"20.3.0": {
			"node_abi": 115,
			"v8": "11.3"
		},
		"20.3.1": {
			"node_abi": 115,
			"v8": "11.3"
		},
		"20.4.0": {
			"node_abi": 115,
			"v8": "11.3"
		},
		"20.5.0": {
			"node_abi": 115,
			"v8": "11.3"
		},
		"20.5.1": {
			"node_abi": 115,
			"v8": "11.3"
		},
		"20.6.0": {
			"node_abi": 115,
			"v8": "11.3"
		},
		"20.6.1": {
			"node_abi": 115,
			"v8": "11.3"
		},
		"20.7.0": {
			"node_abi": 115,
			"v8": "11.3"
		},
		"20.8.0": {
			"node_abi": 115,
			"v8": "11.3"
		},
		"20.8.1": {
			"node_abi": 115,
			"v8": "11.3"
		},
		"20.9.0": {
			"node_abi": 115,
			"v8": "11.3"
		},
		"20.10.0": {
			"node_abi": 115,
			"v8": "11.3"
		},
		"20.11.0": {
			"node_abi": 115,
			"v8": "11.3"
		},
		"20.11.1": {
			"node_abi": 115,
			"v8": "11.3"
		},
		"20.12.0": {
			"node_abi": 115,
			"v8": "11.3"
		},
		"20.12.1": {
			"node_abi": 115,
			"v8": "11.3"
		},
		"20.12.2": {
			"node_abi": 115,
			"v8": "11.3"
		},
		"20.13.0": {
			"node_abi": 115,
			"v8": "11.3"
		},
		"20.13.1": {
			"node_abi": 115,
			"v8": "11.3"
		},
		"20.14.0": {
			"node_abi": 115,
			"v8": "11.3"
		},
		"20.15.0": {
			"node_abi": 115,
			"v8": "11.3"
		},
		"20.15.1": {
			"node_abi": 115,
			"v8": "11.3"
		},
		"20.16.0": {
			"node_abi": 115,
			"v8": "11.3"
		},
		"20.17.0": {
			"node_abi": 115,
			"v8": "11.3"
		},
		"20.18.0": {
			"node_abi": 115,
			"v8": "11.3"
		},
		"20.18.1": {
			"node_abi": 115,
			"v8": "11.3"
		},
		"20.18.2": {
			"node_abi": 115,
			"v8": "11.3"
		},
		"20.18.3": {
			"node_abi": 115,
			"v8": "11.3"
		},
		"20.19.0": {
			"node_abi": 115,
			"v8": "11.3"
		},
		"20.19.1": {
			"node_abi": 115,
			"v8": "11.3"
		},
		"21.0.0": {
			"node_abi": 120,
			"v8": "11.8"
		},
		"21.1.0": {
			"node_abi": 120,
			"v8": "11.8"
		},
		"21.2.0": {
			"node_abi": 120,
			"v8": "11.8"
		},
		"21.3.0": {
			"node_abi": 120,
			"v8": "11.8"
		},
		"21.4.0": {
			"node_abi": 120,
			"v8": "11.8"
		},
		"21.5.0": {
			"node_abi": 120,
			"v8": "11.8"
		},
		"21.6.0": {
			"node_abi": 120,
			"v8": "11.8"
		},
		"21.6.1": {
			"node_abi": 120,
			"v8": "11.8"
		},
		"21.6.2": {
			"node_abi": 120,
			"v8": "11.8"
		},
		"21.7.0": {
			"node_abi": 120,
			"v8": "11.8"
		},
		"21.7.1": {
			"node_abi": 120,
			"v8": "11.8"
		},
		"21.7.2": {
			"node_abi": 120,
			"v8": "11.8"
		},
		"21.7.3": {
			"node_abi": 120,
			"v8": "11.8"
		},
		"22.0.0": {
			"node_abi": 127,
			"v8": "12.4"
		},
		"22.1.0": {
			"node_abi": 127,
			"v8": "12.4"
		},
		"22.2.0": {
			"node_abi": 127,
			"v8": "12.4"
		},
		"22.3.0": {
			"node_abi": 127,
			"v8": "12.4"
		},
		"22.4.0": {
			"node_abi": 127,
			"v8": "12.4"
		},
		"22.4.1": {
			"node_abi": 127,
			"v8": "12.4"
		},
		"22.5.0": {
			"node_abi": 127,
			"v8": "12.4"
		},
		"22.5.1": {
			"node_abi": 127,
			"v8": "12.4"
		},
		"22.6.0": {
			"node_abi": 127,
			"v8": "12.4"
		},
		"22.7.0": {
			"node_abi": 127,
			"v8": "12.4"
		},
		"22.8.0": {
			"node_abi": 127,
			"v8": "12.4"
		},
		"22.9.0": {
			"node_abi": 127,
			"v8": "12.4"
		},
		"22.10.0": {
			"node_abi": 127,
			"v8": "12.4"
		},
		"22.11.0": {
			"node_abi": 127,
			"v8": "12.4"
		},
		"22.12.0": {
			"node_abi": 127,
			"v8": "12.4"
		},
		"22.13.0": {
			"node_abi": 127,
			"v8": "12.4"
		},
		"22.13.1": {
			"node_abi": 127,
			"v8": "12.4"
		},
		"22.14.0": {
			"node_abi": 127,
			"v8": "12.4"
		},
		"22.15.0": {
			"node_abi": 127,
			"v8": "12.4"
		},
		"23.0.0": {
			"node_abi": 131,
			"v8": "12.9"
		},
		"23.1.0": {
			"node_abi": 131,
			"v8": "12.9"
		},
		"23.2.0": {
			"node_abi": 131,
			"v8": "12.9"
		},
		"23.3.0": {
			"node_abi": 131,
			"v8": "12.9"
		},
		"23.4.0": {
			"node_abi": 131,
			"v8": "12.9"
		},
		"23.5.0": {
			"node_abi": 131,
			"v8": "12.9"
		},
		"23.6.0": {
			"node_abi": 131,
			"v8": "12.9"
		},
		"23.6.1": {
			"node_abi": 131,
			"v8": "12.9"
		},
		"23.7.0": {
			"node_abi": 131,
			"v8": "12.9"
		},
		"23.8.0": {
			"node_abi": 131,
			"v8": "12.9"
		},
		"23.9.0": {
			"node_abi": 131,
			"v8": "12.9"
		},
		"23.10.0": {
			"node_abi": 131,
			"v8": "12.9"
		},
		"23.11.0": {
			"node_abi": 131,
			"v8": "12.9"
		},
		"24.0.0": {
			"node_abi": 137,
			"v8": "13.6"
		}
	};
}));
// node_modules/@mapbox/node-pre-gyp/lib/util/versioning.js
var require_versioning = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	module.exports = exports;
	const path = __require("path");
	const semver = require_semver();
	const url = __require("url");
	const detect_libc = require_detect_libc();
	const napi = require_napi();
	let abi_crosswalk;
	if (process.env.NODE_PRE_GYP_ABI_CROSSWALK) abi_crosswalk = __require(process.env.NODE_PRE_GYP_ABI_CROSSWALK);
	else abi_crosswalk = require_abi_crosswalk();
	const major_versions = {};
	Object.keys(abi_crosswalk).forEach((v) => {
		const major = v.split(".")[0];
		if (!major_versions[major]) major_versions[major] = v;
	});
	function get_electron_abi(runtime, target_version) {
		if (!runtime) throw new Error("get_electron_abi requires valid runtime arg");
		if (typeof target_version === "undefined") throw new Error("Empty target version is not supported if electron is the target.");
		const sem_ver = semver.parse(target_version);
		return runtime + "-v" + sem_ver.major + "." + sem_ver.minor;
	}
	module.exports.get_electron_abi = get_electron_abi;
	function get_node_webkit_abi(runtime, target_version) {
		if (!runtime) throw new Error("get_node_webkit_abi requires valid runtime arg");
		if (typeof target_version === "undefined") throw new Error("Empty target version is not supported if node-webkit is the target.");
		return runtime + "-v" + target_version;
	}
	module.exports.get_node_webkit_abi = get_node_webkit_abi;
	function get_node_abi(runtime, versions) {
		if (!runtime) throw new Error("get_node_abi requires valid runtime arg");
		if (!versions) throw new Error("get_node_abi requires valid process.versions object");
		const sem_ver = semver.parse(versions.node);
		if (sem_ver.major === 0 && sem_ver.minor % 2) return runtime + "-v" + versions.node;
		else return versions.modules ? runtime + "-v" + +versions.modules : "v8-" + versions.v8.split(".").slice(0, 2).join(".");
	}
	module.exports.get_node_abi = get_node_abi;
	function get_runtime_abi(runtime, target_version) {
		if (!runtime) throw new Error("get_runtime_abi requires valid runtime arg");
		if (runtime === "node-webkit") return get_node_webkit_abi(runtime, target_version || process.versions["node-webkit"]);
		else if (runtime === "electron") return get_electron_abi(runtime, target_version || process.versions.electron);
		else {
			if (runtime !== "node") throw new Error("Unknown Runtime: '" + runtime + "'");
			if (!target_version) return get_node_abi(runtime, process.versions);
			else {
				let cross_obj;
				if (abi_crosswalk[target_version]) cross_obj = abi_crosswalk[target_version];
				else {
					const target_parts = target_version.split(".").map((i) => {
						return +i;
					});
					if (target_parts.length !== 3) throw new Error("Unknown target version: " + target_version);
					const major = target_parts[0];
					let minor = target_parts[1];
					let patch = target_parts[2];
					if (major === 1) while (true) {
						if (minor > 0) --minor;
						if (patch > 0) --patch;
						const new_iojs_target = "" + major + "." + minor + "." + patch;
						if (abi_crosswalk[new_iojs_target]) {
							cross_obj = abi_crosswalk[new_iojs_target];
							console.log("Warning: node-pre-gyp could not find exact match for " + target_version);
							console.log("Warning: but node-pre-gyp successfully choose " + new_iojs_target + " as ABI compatible target");
							break;
						}
						if (minor === 0 && patch === 0) break;
					}
					else if (major >= 2) {
						if (major_versions[major]) {
							cross_obj = abi_crosswalk[major_versions[major]];
							console.log("Warning: node-pre-gyp could not find exact match for " + target_version);
							console.log("Warning: but node-pre-gyp successfully choose " + major_versions[major] + " as ABI compatible target");
						}
					} else if (major === 0) {
						if (target_parts[1] % 2 === 0) while (--patch > 0) {
							const new_node_target = "" + major + "." + minor + "." + patch;
							if (abi_crosswalk[new_node_target]) {
								cross_obj = abi_crosswalk[new_node_target];
								console.log("Warning: node-pre-gyp could not find exact match for " + target_version);
								console.log("Warning: but node-pre-gyp successfully choose " + new_node_target + " as ABI compatible target");
								break;
							}
						}
					}
				}
				if (!cross_obj) throw new Error("Unsupported target version: " + target_version);
				return get_node_abi(runtime, {
					node: target_version,
					v8: cross_obj.v8 + ".0",
					modules: cross_obj.node_abi > 1 ? cross_obj.node_abi : void 0
				});
			}
		}
	}
	module.exports.get_runtime_abi = get_runtime_abi;
	const required_parameters = [
		"module_name",
		"module_path",
		"host"
	];
	function validate_config(package_json, opts) {
		const msg = package_json.name + " package.json is not node-pre-gyp ready:\n";
		const missing = [];
		if (!package_json.main) missing.push("main");
		if (!package_json.version) missing.push("version");
		if (!package_json.name) missing.push("name");
		if (!package_json.binary) missing.push("binary");
		const o = package_json.binary;
		if (o) required_parameters.forEach((p) => {
			if (!o[p] || typeof o[p] !== "string") missing.push("binary." + p);
		});
		if (missing.length >= 1) throw new Error(msg + "package.json must declare these properties: \n" + missing.join("\n"));
		if (o) {
			const protocol = url.parse(o.host).protocol;
			if (protocol === "http:") throw new Error("'host' protocol (" + protocol + ") is invalid - only 'https:' is accepted");
		}
		napi.validate_package_json(package_json, opts);
	}
	module.exports.validate_config = validate_config;
	function eval_template(template, opts) {
		Object.keys(opts).forEach((key) => {
			const pattern = "{" + key + "}";
			while (template.indexOf(pattern) > -1) template = template.replace(pattern, opts[key]);
		});
		return template;
	}
	function fix_slashes(pathname) {
		if (pathname.slice(-1) !== "/") return pathname + "/";
		return pathname;
	}
	function drop_double_slashes(pathname) {
		return pathname.replace(/\/\//g, "/");
	}
	function get_process_runtime(versions) {
		let runtime = "node";
		if (versions["node-webkit"]) runtime = "node-webkit";
		else if (versions.electron) runtime = "electron";
		return runtime;
	}
	module.exports.get_process_runtime = get_process_runtime;
	const default_package_name = "{module_name}-v{version}-{node_abi}-{platform}-{arch}.tar.gz";
	const default_remote_path = "";
	module.exports.evaluate = function(package_json, options, napi_build_version) {
		options = options || {};
		validate_config(package_json, options);
		const v = package_json.version;
		const module_version = semver.parse(v);
		const runtime = options.runtime || get_process_runtime(process.versions);
		const opts = {
			name: package_json.name,
			configuration: options.debug ? "Debug" : "Release",
			debug: options.debug,
			module_name: package_json.binary.module_name,
			version: module_version.version,
			prerelease: module_version.prerelease.length ? module_version.prerelease.join(".") : "",
			build: module_version.build.length ? module_version.build.join(".") : "",
			major: module_version.major,
			minor: module_version.minor,
			patch: module_version.patch,
			runtime,
			node_abi: get_runtime_abi(runtime, options.target),
			node_abi_napi: napi.get_napi_version(options.target) ? "napi" : get_runtime_abi(runtime, options.target),
			napi_version: napi.get_napi_version(options.target),
			napi_build_version: napi_build_version || "",
			node_napi_label: napi_build_version ? "napi-v" + napi_build_version : get_runtime_abi(runtime, options.target),
			target: options.target || "",
			platform: options.target_platform || process.platform,
			target_platform: options.target_platform || process.platform,
			arch: options.target_arch || process.arch,
			target_arch: options.target_arch || process.arch,
			libc: options.target_libc || detect_libc.familySync() || "unknown",
			module_main: package_json.main,
			toolset: options.toolset || "",
			bucket: package_json.binary.bucket,
			region: package_json.binary.region,
			s3ForcePathStyle: package_json.binary.s3ForcePathStyle || false,
			acl: options.acl || package_json.binary.acl || "public-read"
		};
		const validModuleName = opts.module_name.replace("-", "_");
		opts.host = fix_slashes(eval_template(process.env["npm_config_" + validModuleName + "_binary_host_mirror"] || package_json.binary.host, opts));
		opts.module_path = eval_template(package_json.binary.module_path, opts);
		if (options.module_root) opts.module_path = path.join(options.module_root, opts.module_path);
		else opts.module_path = path.resolve(opts.module_path);
		opts.module = path.join(opts.module_path, opts.module_name + ".node");
		opts.remote_path = package_json.binary.remote_path ? drop_double_slashes(fix_slashes(eval_template(package_json.binary.remote_path, opts))) : default_remote_path;
		opts.package_name = eval_template(package_json.binary.package_name ? package_json.binary.package_name : default_package_name, opts);
		opts.staged_tarball = path.join("build/stage", opts.remote_path, opts.package_name);
		if (opts.s3ForcePathStyle) opts.hosted_path = url.resolve(opts.host, drop_double_slashes(`${opts.bucket}/${opts.remote_path}`));
		else opts.hosted_path = url.resolve(opts.host, opts.remote_path);
		opts.hosted_tarball = url.resolve(opts.hosted_path, opts.package_name);
		return opts;
	};
}));
// node_modules/@vercel/nft/out/utils/binary-locators.js
var require_binary_locators = /* @__PURE__ */ __commonJSMin(((exports, module, this$8) => {
	var __importDefault = this$8 && this$8.__importDefault || function(mod) {
		return mod && mod.__esModule ? mod : { "default": mod };
	};
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.pregyp = void 0;
	exports.nbind = nbind;
	const path_1 = __importDefault(__require("path"));
	const graceful_fs_1 = __importDefault(require_graceful_fs());
	const versioning = require_versioning();
	const napi = require_napi();
	const pregypFind = (package_json_path, opts) => {
		const package_json = JSON.parse(graceful_fs_1.default.readFileSync(package_json_path).toString());
		versioning.validate_config(package_json, opts);
		var napi_build_version;
		if (napi.get_napi_build_versions(package_json, opts)) napi_build_version = napi.get_best_napi_build_version(package_json, opts);
		opts = opts || {};
		if (!opts.module_root) opts.module_root = path_1.default.dirname(package_json_path);
		return versioning.evaluate(package_json, opts, napi_build_version).module;
	};
	exports.pregyp = {
		default: { find: pregypFind },
		find: pregypFind
	};
	function makeModulePathList(root, name) {
		return [
			[root, name],
			[
				root,
				"build",
				name
			],
			[
				root,
				"build",
				"Debug",
				name
			],
			[
				root,
				"build",
				"Release",
				name
			],
			[
				root,
				"out",
				"Debug",
				name
			],
			[
				root,
				"Debug",
				name
			],
			[
				root,
				"out",
				"Release",
				name
			],
			[
				root,
				"Release",
				name
			],
			[
				root,
				"build",
				"default",
				name
			],
			[
				root,
				process.env["NODE_BINDINGS_COMPILED_DIR"] || "compiled",
				process.versions.node,
				process.platform,
				process.arch,
				name
			]
		];
	}
	function findCompiledModule(basePath, specList) {
		var resolvedList = [];
		var ext = path_1.default.extname(basePath);
		for (var _i = 0, specList_1 = specList; _i < specList_1.length; _i++) {
			var spec = specList_1[_i];
			if (ext == spec.ext) try {
				spec.path = eval("require.resolve(basePath)");
				return spec;
			} catch (err) {
				resolvedList.push(basePath);
			}
		}
		for (var _a = 0, specList_2 = specList; _a < specList_2.length; _a++) {
			var spec = specList_2[_a];
			for (var _b = 0, _c = makeModulePathList(basePath, spec.name); _b < _c.length; _b++) {
				var pathParts = _c[_b];
				var resolvedPath = path_1.default.resolve.apply(path_1.default, pathParts);
				try {
					spec.path = eval("require.resolve(resolvedPath)");
				} catch (err) {
					resolvedList.push(resolvedPath);
					continue;
				}
				return spec;
			}
		}
		return null;
	}
	function nbind(basePath = process.cwd()) {
		return findCompiledModule(basePath, [{
			ext: ".node",
			name: "nbind.node",
			type: "node"
		}, {
			ext: ".js",
			name: "nbind.js",
			type: "emcc"
		}]);
	}
}));
// node_modules/@vercel/nft/out/utils/interop-require.js
var require_interop_require = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.normalizeDefaultRequire = normalizeDefaultRequire;
	exports.normalizeWildcardRequire = normalizeWildcardRequire;
	function normalizeDefaultRequire(obj) {
		if (obj && obj.__esModule) return obj;
		return { default: obj };
	}
	const hasOwnProperty = Object.prototype.hasOwnProperty;
	function normalizeWildcardRequire(obj) {
		if (obj && obj.__esModule) return obj;
		const out = {};
		for (const key in obj) {
			if (!hasOwnProperty.call(obj, key)) continue;
			out[key] = obj[key];
		}
		out["default"] = obj;
		return out;
	}
}));
// node_modules/@vercel/nft/out/utils/node-version.js
var require_node_version = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.getNodeMajorVersion = getNodeMajorVersion;
	function getNodeMajorVersion() {
		return parseInt(process.versions.node.split(".")[0], 10);
	}
}));
// node_modules/@vercel/nft/out/resolve-dependency.js
var require_resolve_dependency = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.NotFoundError = void 0;
	exports.default = resolveDependency;
	const path_1 = __require("path");
	const module_1 = __require("module");
	const node_version_1 = require_node_version();
	async function resolveDependency(specifier, parent, job, cjsResolve = true) {
		let resolved;
		if ((0, path_1.isAbsolute)(specifier) || specifier === "." || specifier === ".." || specifier.startsWith("./") || specifier.startsWith("../")) {
			const trailingSlash = specifier.endsWith("/");
			resolved = await resolvePath((0, path_1.resolve)(parent, "..", specifier) + (trailingSlash ? "/" : ""), parent, job);
		} else if (specifier[0] === "#") resolved = await packageImportsResolve(specifier, parent, job, cjsResolve);
		else resolved = await resolvePackage(specifier, parent, job, cjsResolve);
		if (Array.isArray(resolved)) return Promise.all(resolved.map((resolved) => job.realpath(resolved, parent)));
		else if (resolved.startsWith("node:")) return resolved;
		else return job.realpath(resolved, parent);
	}
	async function resolvePath(path, parent, job) {
		const result = await resolveFile(path, parent, job) || await resolveDir(path, parent, job);
		if (!result) throw new NotFoundError(path, parent);
		return result;
	}
	async function resolveFile(path, parent, job) {
		if (path.endsWith("/")) return void 0;
		path = await job.realpath(path, parent);
		if (await job.isFile(path)) return path;
		if (job.ts && path.startsWith(job.base) && path.slice(job.base.length).indexOf(path_1.sep + "node_modules" + path_1.sep) === -1 && await job.isFile(path + ".ts")) return path + ".ts";
		if (job.ts && path.startsWith(job.base) && path.slice(job.base.length).indexOf(path_1.sep + "node_modules" + path_1.sep) === -1 && await job.isFile(path + ".tsx")) return path + ".tsx";
		if (await job.isFile(path + ".js")) return path + ".js";
		if (await job.isFile(path + ".json")) return path + ".json";
		if (await job.isFile(path + ".node")) return path + ".node";
	}
	async function resolveDir(path, parent, job) {
		if (path.endsWith("/")) path = path.slice(0, -1);
		if (!await job.isDir(path)) return;
		const pkgCfg = await getPkgCfg(path, job);
		if (pkgCfg && typeof pkgCfg.main === "string") {
			const resolved = await resolveFile((0, path_1.resolve)(path, pkgCfg.main), parent, job) || await resolveFile((0, path_1.resolve)(path, pkgCfg.main, "index"), parent, job);
			if (resolved) {
				await job.emitFile(path + path_1.sep + "package.json", "resolve", parent);
				return resolved;
			}
		}
		return resolveFile((0, path_1.resolve)(path, "index"), parent, job);
	}
	var NotFoundError = class extends Error {
		code;
		constructor(specifier, parent) {
			super("Cannot find module '" + specifier + "' loaded from " + parent);
			this.code = "MODULE_NOT_FOUND";
		}
	};
	exports.NotFoundError = NotFoundError;
	const nodeBuiltins = new Set(module_1.builtinModules);
	const nodeSupportsModuleSync = (0, node_version_1.getNodeMajorVersion)() >= 22;
	function getPkgName(name) {
		const segments = name.split("/");
		if (name[0] === "@" && segments.length > 1) return segments.length > 1 ? segments.slice(0, 2).join("/") : null;
		return segments.length ? segments[0] : null;
	}
	async function getPkgCfg(pkgPath, job) {
		const pjsonSource = await job.readFile(pkgPath + path_1.sep + "package.json");
		if (pjsonSource) try {
			return JSON.parse(pjsonSource.toString());
		} catch (e) {}
	}
	function getExportsTarget(exports, conditions, cjsResolve, moduleSyncAutoSelectable) {
		if (typeof exports === "string") return exports;
		else if (exports === null) return exports;
		else if (Array.isArray(exports)) for (const item of exports) {
			const target = getExportsTarget(item, conditions, cjsResolve, moduleSyncAutoSelectable);
			if (target === null || typeof target === "string" && target.startsWith("./")) return target;
		}
		else if (typeof exports === "object") {
			for (const condition of Object.keys(exports)) if (condition === "default" || condition === "require" && cjsResolve || condition === "import" && !cjsResolve || condition === "module-sync" && moduleSyncAutoSelectable || conditions.includes(condition)) {
				const target = getExportsTarget(exports[condition], conditions, cjsResolve, moduleSyncAutoSelectable);
				if (target !== void 0) return target;
			}
		}
	}
	function patternKeyCompare(a, b) {
		const aPatternIndex = a.indexOf("*");
		const bPatternIndex = b.indexOf("*");
		const aBaseLength = aPatternIndex === -1 ? a.length : aPatternIndex + 1;
		const bBaseLength = bPatternIndex === -1 ? b.length : bPatternIndex + 1;
		if (aBaseLength > bBaseLength) return -1;
		if (bBaseLength > aBaseLength) return 1;
		if (aPatternIndex === -1) return 1;
		if (bPatternIndex === -1) return -1;
		if (a.length > b.length) return -1;
		if (b.length > a.length) return 1;
		return 0;
	}
	function getPatternMatch(pattern, subpath) {
		const patternIndex = pattern.indexOf("*");
		if (patternIndex === -1 || pattern.lastIndexOf("*") !== patternIndex) return;
		const patternBase = pattern.slice(0, patternIndex);
		if (!subpath.startsWith(patternBase)) return void 0;
		const patternTrailer = pattern.slice(patternIndex + 1);
		if (subpath.length < pattern.length || patternTrailer && !subpath.endsWith(patternTrailer)) return;
		return subpath.slice(patternIndex, subpath.length - patternTrailer.length);
	}
	function addExportsTargetPath(paths, pkgPath, target, wildcardReplacement) {
		if (typeof target !== "string" || !target.startsWith("./")) return;
		const path = pkgPath + (wildcardReplacement ? target.slice(1).replace(/\*/g, wildcardReplacement) : target.slice(1));
		if (!paths.includes(path)) paths.push(path);
	}
	async function validateAndResolvePaths(paths, parent, job, cjsResolve) {
		const validatedPaths = [];
		for (const path of paths) if (cjsResolve) {
			const resolved = await resolveFile(path, parent, job) || await resolveDir(path, parent, job);
			if (!resolved) throw new NotFoundError(path, parent);
			validatedPaths.push(resolved);
		} else {
			if (!await job.isFile(path)) throw new NotFoundError(path, parent);
			validatedPaths.push(path);
		}
		return validatedPaths;
	}
	async function resolveExportsImports(pkgPath, obj, subpath, job, isImports, cjsResolve, parent) {
		let matchObj;
		if (isImports) {
			if (!(typeof obj === "object" && !Array.isArray(obj) && obj !== null)) return void 0;
			matchObj = obj;
		} else if (typeof obj === "string" || Array.isArray(obj) || obj === null || typeof obj === "object" && Object.keys(obj).length && Object.keys(obj)[0][0] !== ".") matchObj = { ".": obj };
		else matchObj = obj;
		if (subpath in matchObj) {
			const target = getExportsTarget(matchObj[subpath], job.conditions, cjsResolve, nodeSupportsModuleSync);
			if (typeof target === "string" && target.startsWith("./")) {
				const paths = [pkgPath + target.slice(1)];
				const exportsForSubpath = matchObj[subpath];
				if (typeof exportsForSubpath === "object" && exportsForSubpath !== null && !Array.isArray(exportsForSubpath) && "module-sync" in exportsForSubpath && (nodeSupportsModuleSync || job.moduleSyncCatchall)) {
					addExportsTargetPath(paths, pkgPath, getExportsTarget(exportsForSubpath["module-sync"], job.conditions, cjsResolve, true));
					addExportsTargetPath(paths, pkgPath, getExportsTarget(exportsForSubpath[cjsResolve && "require" in exportsForSubpath ? "require" : !cjsResolve && "import" in exportsForSubpath ? "import" : "default"], job.conditions, cjsResolve, false));
				}
				return await validateAndResolvePaths(paths, parent, job, cjsResolve);
			} else if (isImports && typeof target === "string") {
				const resolved = await resolveDependency(target, parent, job, cjsResolve);
				return Array.isArray(resolved) ? resolved : [resolved];
			}
		}
		for (const match of Object.keys(matchObj).sort(patternKeyCompare)) {
			const wildcardReplacement = getPatternMatch(match, subpath);
			if (wildcardReplacement !== void 0) {
				const target = getExportsTarget(matchObj[match], job.conditions, cjsResolve, nodeSupportsModuleSync);
				if (typeof target === "string" && target.startsWith("./")) {
					const paths = [pkgPath + target.slice(1).replace(/\*/g, wildcardReplacement)];
					const exportsForSubpath = matchObj[match];
					if (job.moduleSyncCatchall && typeof exportsForSubpath === "object" && exportsForSubpath !== null && !Array.isArray(exportsForSubpath) && "module-sync" in exportsForSubpath) {
						addExportsTargetPath(paths, pkgPath, getExportsTarget(exportsForSubpath["module-sync"], job.conditions, cjsResolve, true), wildcardReplacement);
						addExportsTargetPath(paths, pkgPath, getExportsTarget(exportsForSubpath[cjsResolve && "require" in exportsForSubpath ? "require" : !cjsResolve && "import" in exportsForSubpath ? "import" : "default"], job.conditions, cjsResolve, false), wildcardReplacement);
					}
					return await validateAndResolvePaths(paths, parent, job, cjsResolve);
				}
			}
			if (!match.endsWith("/")) continue;
			if (subpath.startsWith(match)) {
				const target = getExportsTarget(matchObj[match], job.conditions, cjsResolve, nodeSupportsModuleSync);
				if (typeof target === "string" && target.endsWith("/") && target.startsWith("./")) return await validateAndResolvePaths([pkgPath + target.slice(1) + subpath.slice(match.length)], parent, job, cjsResolve);
			}
		}
	}
	async function resolveRemappings(pkgPath, pkgCfg, parent, job) {
		if (job.conditions?.includes("browser")) {
			const { browser: pkgBrowser } = pkgCfg;
			if (!pkgBrowser) return;
			if (typeof pkgBrowser === "object") for (const [key, value] of Object.entries(pkgBrowser)) {
				if (typeof value !== "string") continue;
				if (!key.startsWith("./") || !value.startsWith("./")) continue;
				const keyResolved = await resolveFile(pkgPath + path_1.sep + key, parent, job);
				const valueResolved = await resolveFile(pkgPath + path_1.sep + value, parent, job);
				if (keyResolved && valueResolved) job.addRemapping(keyResolved, valueResolved);
			}
		}
	}
	async function packageImportsResolve(name, parent, job, cjsResolve) {
		if (name !== "#" && job.conditions) {
			const pjsonBoundary = await job.getPjsonBoundary(parent);
			if (pjsonBoundary) {
				const pkgCfg = await getPkgCfg(pjsonBoundary, job);
				const { imports: pkgImports } = pkgCfg || {};
				if (pkgCfg && pkgImports !== null && pkgImports !== void 0) {
					const importsResolved = await resolveExportsImports(pjsonBoundary, pkgImports, name, job, true, cjsResolve, parent);
					if (importsResolved) {
						await job.emitFile(pjsonBoundary + path_1.sep + "package.json", "resolve", parent);
						return importsResolved;
					}
				}
			}
		}
		throw new NotFoundError(name, parent);
	}
	async function resolvePackage(name, parent, job, cjsResolve) {
		let packageParent = parent;
		if (nodeBuiltins.has(name)) return "node:" + name;
		if (name.startsWith("node:")) return name;
		const pkgName = getPkgName(name) || "";
		let selfResolved;
		if (job.conditions) {
			const pjsonBoundary = await job.getPjsonBoundary(parent);
			if (pjsonBoundary) {
				const pkgCfg = await getPkgCfg(pjsonBoundary, job);
				const { exports: pkgExports } = pkgCfg || {};
				if (pkgCfg && pkgCfg.name && pkgCfg.name === pkgName && pkgExports !== null && pkgExports !== void 0) {
					selfResolved = await resolveExportsImports(pjsonBoundary, pkgExports, "." + name.slice(pkgName.length), job, false, cjsResolve, parent);
					if (selfResolved) await job.emitFile(pjsonBoundary + path_1.sep + "package.json", "resolve", parent);
				}
			}
		}
		let separatorIndex;
		const rootSeparatorIndex = packageParent.indexOf(path_1.sep);
		while ((separatorIndex = packageParent.lastIndexOf(path_1.sep)) > rootSeparatorIndex) {
			packageParent = packageParent.slice(0, separatorIndex);
			const nodeModulesDir = packageParent + path_1.sep + "node_modules";
			const stat = await job.stat(nodeModulesDir);
			if (!stat || !stat.isDirectory()) continue;
			const pkgCfg = await getPkgCfg(nodeModulesDir + path_1.sep + pkgName, job);
			const { exports: pkgExports } = pkgCfg || {};
			if (pkgCfg) await resolveRemappings(nodeModulesDir + path_1.sep + pkgName, pkgCfg, parent, job);
			if (job.conditions && pkgExports !== void 0 && pkgExports !== null && !selfResolved) {
				let legacyResolved;
				if (!job.exportsOnly) legacyResolved = await resolveFile(nodeModulesDir + path_1.sep + name, parent, job) || await resolveDir(nodeModulesDir + path_1.sep + name, parent, job);
				const resolved = await resolveExportsImports(nodeModulesDir + path_1.sep + pkgName, pkgExports, "." + name.slice(pkgName.length), job, false, cjsResolve, parent);
				if (resolved) {
					await job.emitFile(nodeModulesDir + path_1.sep + pkgName + path_1.sep + "package.json", "resolve", parent);
					if (legacyResolved && !resolved.includes(legacyResolved)) return [...resolved, legacyResolved];
					return resolved;
				}
				if (legacyResolved) return legacyResolved;
			} else {
				const resolved = await resolveFile(nodeModulesDir + path_1.sep + name, parent, job) || await resolveDir(nodeModulesDir + path_1.sep + name, parent, job);
				if (resolved) {
					if (selfResolved) {
						if (Array.isArray(selfResolved)) {
							if (!selfResolved.includes(resolved)) return [resolved, ...selfResolved];
							return selfResolved;
						} else if (selfResolved !== resolved) return [resolved, selfResolved];
					}
					return resolved;
				}
			}
		}
		if (selfResolved) return selfResolved;
		if (Object.hasOwnProperty.call(job.paths, name)) return job.paths[name];
		for (const path of Object.keys(job.paths)) if (path.endsWith("/") && name.startsWith(path)) {
			const pathTarget = job.paths[path] + name.slice(path.length);
			const resolved = await resolveFile(pathTarget, parent, job) || await resolveDir(pathTarget, parent, job);
			if (!resolved) throw new NotFoundError(name, parent);
			return resolved;
		}
		throw new NotFoundError(name, parent);
	}
}));
// node_modules/@vercel/nft/out/utils/special-cases.js
var require_special_cases = /* @__PURE__ */ __commonJSMin(((exports, module, this$7) => {
	var __importDefault = this$7 && this$7.__importDefault || function(mod) {
		return mod && mod.__esModule ? mod : { "default": mod };
	};
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.default = handleSpecialCases;
	const path_1 = __require("path");
	const fs_1 = __require("fs");
	const resolve_dependency_1 = __importDefault(require_resolve_dependency());
	const get_package_base_1 = require_get_package_base();
	const graceful_fs_1 = require_graceful_fs();
	const specialCases = {
		"@generated/photon"({ id, emitAssetDirectory }) {
			if (id.endsWith("@generated/photon/index.js")) emitAssetDirectory((0, path_1.resolve)((0, path_1.dirname)(id), "runtime/"));
		},
		"@serialport/bindings-cpp"({ id, emitAssetDirectory }) {
			if (id.endsWith("@serialport/bindings-cpp/dist/index.js")) {
				emitAssetDirectory((0, path_1.resolve)((0, path_1.dirname)(id), "..", "build", "Release"));
				emitAssetDirectory((0, path_1.resolve)((0, path_1.dirname)(id), "..", "prebuilds"));
			}
		},
		argon2({ id, emitAssetDirectory }) {
			if (id.endsWith("argon2/argon2.js")) {
				emitAssetDirectory((0, path_1.resolve)((0, path_1.dirname)(id), "build", "Release"));
				emitAssetDirectory((0, path_1.resolve)((0, path_1.dirname)(id), "prebuilds"));
				emitAssetDirectory((0, path_1.resolve)((0, path_1.dirname)(id), "lib", "binding"));
			}
		},
		bull({ id, emitAssetDirectory }) {
			if (id.endsWith("bull/lib/commands/index.js")) emitAssetDirectory((0, path_1.resolve)((0, path_1.dirname)(id)));
		},
		camaro({ id, emitAsset }) {
			if (id.endsWith("camaro/dist/camaro.js")) emitAsset((0, path_1.resolve)((0, path_1.dirname)(id), "camaro.wasm"));
		},
		esbuild({ id, emitAssetDirectory }) {
			if (id.endsWith("esbuild/lib/main.js")) {
				const file = (0, path_1.resolve)(id, "..", "..", "package.json");
				const pkg = JSON.parse((0, graceful_fs_1.readFileSync)(file, "utf8"));
				for (const dep of Object.keys(pkg.optionalDependencies || {})) emitAssetDirectory((0, path_1.resolve)(id, "..", "..", "..", dep));
			}
		},
		"ffmpeg-static"({ id, emitAsset }) {
			if (id.endsWith("ffmpeg-static/index.js")) {
				const dir = (0, path_1.dirname)(id);
				const ext = process.platform === "win32" ? ".exe" : "";
				const binaryPath = [(0, path_1.resolve)(dir, `ffmpeg${ext}`), (0, path_1.resolve)(dir, "bin", process.platform, process.arch, `ffmpeg${ext}`)].find((file) => (0, fs_1.existsSync)(file));
				if (binaryPath) emitAsset(binaryPath);
			}
		},
		"google-gax"({ id, ast, emitAssetDirectory }) {
			if (id.endsWith("google-gax/build/src/grpc.js")) {
				for (const statement of ast.body) if (statement.type === "VariableDeclaration" && statement.declarations[0].id.type === "Identifier" && statement.declarations[0].id.name === "googleProtoFilesDir") emitAssetDirectory((0, path_1.resolve)((0, path_1.dirname)(id), "../../../google-proto-files"));
			}
		},
		oracledb({ id, ast, emitAsset }) {
			if (id.endsWith("oracledb/lib/oracledb.js")) {
				for (const statement of ast.body) if (statement.type === "ForStatement" && "body" in statement.body && statement.body.body && Array.isArray(statement.body.body) && statement.body.body[0] && statement.body.body[0].type === "TryStatement" && statement.body.body[0].block.body[0] && statement.body.body[0].block.body[0].type === "ExpressionStatement" && statement.body.body[0].block.body[0].expression.type === "AssignmentExpression" && statement.body.body[0].block.body[0].expression.operator === "=" && statement.body.body[0].block.body[0].expression.left.type === "Identifier" && statement.body.body[0].block.body[0].expression.left.name === "oracledbCLib" && statement.body.body[0].block.body[0].expression.right.type === "CallExpression" && statement.body.body[0].block.body[0].expression.right.callee.type === "Identifier" && statement.body.body[0].block.body[0].expression.right.callee.name === "require" && statement.body.body[0].block.body[0].expression.right.arguments.length === 1 && statement.body.body[0].block.body[0].expression.right.arguments[0].type === "MemberExpression" && statement.body.body[0].block.body[0].expression.right.arguments[0].computed === true && statement.body.body[0].block.body[0].expression.right.arguments[0].object.type === "Identifier" && statement.body.body[0].block.body[0].expression.right.arguments[0].object.name === "binaryLocations" && statement.body.body[0].block.body[0].expression.right.arguments[0].property.type === "Identifier" && statement.body.body[0].block.body[0].expression.right.arguments[0].property.name === "i") {
					statement.body.body[0].block.body[0].expression.right.arguments = [{
						type: "Literal",
						value: "_"
					}];
					const version = global._unit ? "3.0.0" : JSON.parse((0, graceful_fs_1.readFileSync)(id.slice(0, -15) + "package.json", "utf8")).version;
					const binaryName = "oracledb-" + (Number(version.slice(0, version.indexOf("."))) >= 4 ? version : "abi" + process.versions.modules) + "-" + process.platform + "-" + process.arch + ".node";
					emitAsset((0, path_1.resolve)(id, "../../build/Release/" + binaryName));
				}
			}
		},
		"phantomjs-prebuilt"({ id, emitAssetDirectory }) {
			if (id.endsWith("phantomjs-prebuilt/lib/phantomjs.js")) emitAssetDirectory((0, path_1.resolve)((0, path_1.dirname)(id), "..", "bin"));
		},
		"remark-prism"({ id, emitAssetDirectory }) {
			if (id.endsWith("remark-prism/src/highlight.js")) try {
				const node_modules = id.slice(0, -29);
				emitAssetDirectory((0, path_1.resolve)(node_modules, "prismjs", "components"));
			} catch (e) {}
		},
		semver({ id, emitAsset }) {
			if (id.endsWith("semver/index.js")) emitAsset((0, path_1.resolve)(id.replace("index.js", "preload.js")));
		},
		sharp: async ({ id, emitAssetDirectory, job }) => {
			if (id.endsWith("sharp/lib/index.js")) {
				const file = (0, path_1.resolve)(id, "..", "..", "package.json");
				const pkg = JSON.parse((0, graceful_fs_1.readFileSync)(file, "utf8"));
				for (const dep of Object.keys(pkg.optionalDependencies || {})) {
					const dir = (0, path_1.resolve)(id, "..", "..", "..", dep);
					emitAssetDirectory(dir);
					try {
						const file = (0, path_1.resolve)(dir, "package.json");
						const pkg = JSON.parse((0, graceful_fs_1.readFileSync)(file, "utf8"));
						for (const innerDep of Object.keys(pkg.optionalDependencies || {})) emitAssetDirectory((0, path_1.resolve)(await job.realpath(dir), "..", "..", innerDep));
					} catch (err) {
						if (err && err.code !== "ENOENT") {
							console.error(`Error reading "sharp" dependencies from "${dir}/package.json"'`);
							throw err;
						}
					}
				}
			}
		},
		shiki({ id, emitAssetDirectory }) {
			if (id.endsWith("/dist/index.js")) {
				emitAssetDirectory((0, path_1.resolve)((0, path_1.dirname)(id), "..", "languages"));
				emitAssetDirectory((0, path_1.resolve)((0, path_1.dirname)(id), "..", "themes"));
			}
		},
		"socket.io": async function({ id, ast, job }) {
			if (id.endsWith("socket.io/lib/index.js")) {
				async function replaceResolvePathStatement(statement) {
					if (statement.type === "ExpressionStatement" && statement.expression.type === "AssignmentExpression" && statement.expression.operator === "=" && statement.expression.right.type === "CallExpression" && statement.expression.right.callee.type === "Identifier" && statement.expression.right.callee.name === "read" && statement.expression.right.arguments.length >= 1 && statement.expression.right.arguments[0].type === "CallExpression" && statement.expression.right.arguments[0].callee.type === "Identifier" && statement.expression.right.arguments[0].callee.name === "resolvePath" && statement.expression.right.arguments[0].arguments.length === 1 && statement.expression.right.arguments[0].arguments[0].type === "Literal") {
						const arg = statement.expression.right.arguments[0].arguments[0].value;
						let resolved;
						try {
							const dep = await (0, resolve_dependency_1.default)(String(arg), id, job);
							if (typeof dep === "string") resolved = dep;
							else return;
						} catch (e) {
							return;
						}
						const relResolved = "/" + (0, path_1.relative)((0, path_1.dirname)(id), resolved);
						statement.expression.right.arguments[0] = {
							type: "BinaryExpression",
							start: statement.expression.right.arguments[0].start,
							end: statement.expression.right.arguments[0].end,
							operator: "+",
							left: {
								type: "Identifier",
								name: "__dirname"
							},
							right: {
								type: "Literal",
								value: relResolved,
								raw: JSON.stringify(relResolved)
							}
						};
					}
				}
				for (const statement of ast.body) if (statement.type === "ExpressionStatement" && statement.expression.type === "AssignmentExpression" && statement.expression.operator === "=" && statement.expression.left.type === "MemberExpression" && statement.expression.left.object.type === "MemberExpression" && statement.expression.left.object.object.type === "Identifier" && statement.expression.left.object.object.name === "Server" && statement.expression.left.object.property.type === "Identifier" && statement.expression.left.object.property.name === "prototype" && statement.expression.left.property.type === "Identifier" && statement.expression.left.property.name === "serveClient" && statement.expression.right.type === "FunctionExpression") {
					for (const node of statement.expression.right.body.body) if (node.type === "IfStatement" && node.consequent && "body" in node.consequent && node.consequent.body) {
						const ifBody = node.consequent.body;
						let replaced = false;
						if (Array.isArray(ifBody) && ifBody[0] && ifBody[0].type === "ExpressionStatement") replaced = await replaceResolvePathStatement(ifBody[0]);
						if (Array.isArray(ifBody) && ifBody[1] && ifBody[1].type === "TryStatement" && ifBody[1].block.body && ifBody[1].block.body[0]) replaced = await replaceResolvePathStatement(ifBody[1].block.body[0]) || replaced;
						return;
					}
				}
			}
		},
		typescript({ id, emitAssetDirectory }) {
			if (id.endsWith("typescript/lib/tsc.js")) emitAssetDirectory((0, path_1.resolve)(id, "../"));
		},
		"uglify-es"({ id, emitAsset }) {
			if (id.endsWith("uglify-es/tools/node.js")) {
				emitAsset((0, path_1.resolve)(id, "../../lib/utils.js"));
				emitAsset((0, path_1.resolve)(id, "../../lib/ast.js"));
				emitAsset((0, path_1.resolve)(id, "../../lib/parse.js"));
				emitAsset((0, path_1.resolve)(id, "../../lib/transform.js"));
				emitAsset((0, path_1.resolve)(id, "../../lib/scope.js"));
				emitAsset((0, path_1.resolve)(id, "../../lib/output.js"));
				emitAsset((0, path_1.resolve)(id, "../../lib/compress.js"));
				emitAsset((0, path_1.resolve)(id, "../../lib/sourcemap.js"));
				emitAsset((0, path_1.resolve)(id, "../../lib/mozilla-ast.js"));
				emitAsset((0, path_1.resolve)(id, "../../lib/propmangle.js"));
				emitAsset((0, path_1.resolve)(id, "../../lib/minify.js"));
				emitAsset((0, path_1.resolve)(id, "../exports.js"));
			}
		},
		"uglify-js"({ id, emitAsset, emitAssetDirectory }) {
			if (id.endsWith("uglify-js/tools/node.js")) {
				emitAssetDirectory((0, path_1.resolve)(id, "../../lib"));
				emitAsset((0, path_1.resolve)(id, "../exports.js"));
			}
		},
		"playwright-core"({ id, emitAsset }) {
			if (id.endsWith("playwright-core/index.js")) emitAsset((0, path_1.resolve)((0, path_1.dirname)(id), "browsers.json"));
		},
		"geo-tz"({ id, emitAsset }) {
			if (id.endsWith("geo-tz/dist/geo-tz.js")) emitAsset((0, path_1.resolve)((0, path_1.dirname)(id), "../data/geo.dat"));
		},
		pixelmatch({ id, emitDependency }) {
			if (id.endsWith("pixelmatch/index.js")) emitDependency((0, path_1.resolve)((0, path_1.dirname)(id), "bin/pixelmatch"));
		},
		"geoip-lite"({ id, emitAsset }) {
			if (id.endsWith("geoip-lite/lib/geoip.js")) {
				emitAsset((0, path_1.resolve)((0, path_1.dirname)(id), "../data/geoip-city.dat"));
				emitAsset((0, path_1.resolve)((0, path_1.dirname)(id), "../data/geoip-city6.dat"));
				emitAsset((0, path_1.resolve)((0, path_1.dirname)(id), "../data/geoip-city-names.dat"));
				emitAsset((0, path_1.resolve)((0, path_1.dirname)(id), "../data/geoip-country.dat"));
				emitAsset((0, path_1.resolve)((0, path_1.dirname)(id), "../data/geoip-country6.dat"));
			}
		}
	};
	async function handleSpecialCases({ id, ast, emitDependency, emitAsset, emitAssetDirectory, job }) {
		const pkgName = (0, get_package_base_1.getPackageName)(id);
		const specialCase = specialCases[pkgName || ""];
		id = id.replace(/\\/g, "/");
		if (specialCase) await specialCase({
			id,
			ast,
			emitDependency,
			emitAsset,
			emitAssetDirectory,
			job
		});
	}
}));
// node_modules/node-gyp-build/node-gyp-build.js
var require_node_gyp_build$1 = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	var fs = __require("fs");
	var path = __require("path");
	var os = __require("os");
	var runtimeRequire = typeof __webpack_require__ === "function" ? __non_webpack_require__ : __require;
	var vars = process.config && process.config.variables || {};
	var prebuildsOnly = !!process.env.PREBUILDS_ONLY;
	var abi = process.versions.modules;
	var runtime = isElectron() ? "electron" : isNwjs() ? "node-webkit" : "node";
	var arch = process.env.npm_config_arch || os.arch();
	var platform = process.env.npm_config_platform || os.platform();
	var libc = process.env.LIBC || (isAlpine(platform) ? "musl" : "glibc");
	var armv = process.env.ARM_VERSION || (arch === "arm64" ? "8" : vars.arm_version) || "";
	var uv = (process.versions.uv || "").split(".")[0];
	module.exports = load;
	function load(dir) {
		return runtimeRequire(load.resolve(dir));
	}
	load.resolve = load.path = function(dir) {
		dir = path.resolve(dir || ".");
		try {
			var name = runtimeRequire(path.join(dir, "package.json")).name.toUpperCase().replace(/-/g, "_");
			if (process.env[name + "_PREBUILD"]) dir = process.env[name + "_PREBUILD"];
		} catch (err) {}
		if (!prebuildsOnly) {
			var release = getFirst(path.join(dir, "build/Release"), matchBuild);
			if (release) return release;
			var debug = getFirst(path.join(dir, "build/Debug"), matchBuild);
			if (debug) return debug;
		}
		var prebuild = resolve(dir);
		if (prebuild) return prebuild;
		var nearby = resolve(path.dirname(process.execPath));
		if (nearby) return nearby;
		var target = [
			"platform=" + platform,
			"arch=" + arch,
			"runtime=" + runtime,
			"abi=" + abi,
			"uv=" + uv,
			armv ? "armv=" + armv : "",
			"libc=" + libc,
			"node=" + process.versions.node,
			process.versions.electron ? "electron=" + process.versions.electron : "",
			typeof __webpack_require__ === "function" ? "webpack=true" : ""
		].filter(Boolean).join(" ");
		throw new Error("No native build was found for " + target + "\n    loaded from: " + dir + "\n");
		function resolve(dir) {
			var tuple = readdirSync(path.join(dir, "prebuilds")).map(parseTuple).filter(matchTuple(platform, arch)).sort(compareTuples)[0];
			if (!tuple) return;
			var prebuilds = path.join(dir, "prebuilds", tuple.name);
			var winner = readdirSync(prebuilds).map(parseTags).filter(matchTags(runtime, abi)).sort(compareTags(runtime))[0];
			if (winner) return path.join(prebuilds, winner.file);
		}
	};
	function readdirSync(dir) {
		try {
			return fs.readdirSync(dir);
		} catch (err) {
			return [];
		}
	}
	function getFirst(dir, filter) {
		var files = readdirSync(dir).filter(filter);
		return files[0] && path.join(dir, files[0]);
	}
	function matchBuild(name) {
		return /\.node$/.test(name);
	}
	function parseTuple(name) {
		var arr = name.split("-");
		if (arr.length !== 2) return;
		var platform = arr[0];
		var architectures = arr[1].split("+");
		if (!platform) return;
		if (!architectures.length) return;
		if (!architectures.every(Boolean)) return;
		return {
			name,
			platform,
			architectures
		};
	}
	function matchTuple(platform, arch) {
		return function(tuple) {
			if (tuple == null) return false;
			if (tuple.platform !== platform) return false;
			return tuple.architectures.includes(arch);
		};
	}
	function compareTuples(a, b) {
		return a.architectures.length - b.architectures.length;
	}
	function parseTags(file) {
		var arr = file.split(".");
		var extension = arr.pop();
		var tags = {
			file,
			specificity: 0
		};
		if (extension !== "node") return;
		for (var i = 0; i < arr.length; i++) {
			var tag = arr[i];
			if (tag === "node" || tag === "electron" || tag === "node-webkit") tags.runtime = tag;
			else if (tag === "napi") tags.napi = true;
			else if (tag.slice(0, 3) === "abi") tags.abi = tag.slice(3);
			else if (tag.slice(0, 2) === "uv") tags.uv = tag.slice(2);
			else if (tag.slice(0, 4) === "armv") tags.armv = tag.slice(4);
			else if (tag === "glibc" || tag === "musl") tags.libc = tag;
			else continue;
			tags.specificity++;
		}
		return tags;
	}
	function matchTags(runtime, abi) {
		return function(tags) {
			if (tags == null) return false;
			if (tags.runtime && tags.runtime !== runtime && !runtimeAgnostic(tags)) return false;
			if (tags.abi && tags.abi !== abi && !tags.napi) return false;
			if (tags.uv && tags.uv !== uv) return false;
			if (tags.armv && tags.armv !== armv) return false;
			if (tags.libc && tags.libc !== libc) return false;
			return true;
		};
	}
	function runtimeAgnostic(tags) {
		return tags.runtime === "node" && tags.napi;
	}
	function compareTags(runtime) {
		return function(a, b) {
			if (a.runtime !== b.runtime) return a.runtime === runtime ? -1 : 1;
			else if (a.abi !== b.abi) return a.abi ? -1 : 1;
			else if (a.specificity !== b.specificity) return a.specificity > b.specificity ? -1 : 1;
			else return 0;
		};
	}
	function isNwjs() {
		return !!(process.versions && process.versions.nw);
	}
	function isElectron() {
		if (process.versions && process.versions.electron) return true;
		if (process.env.ELECTRON_RUN_AS_NODE) return true;
		return typeof window !== "undefined" && window.process && window.process.type === "renderer";
	}
	function isAlpine(platform) {
		return platform === "linux" && fs.existsSync("/etc/alpine-release");
	}
	load.parseTags = parseTags;
	load.matchTags = matchTags;
	load.compareTags = compareTags;
	load.parseTuple = parseTuple;
	load.matchTuple = matchTuple;
	load.compareTuples = compareTuples;
}));
// node_modules/node-gyp-build/index.js
var require_node_gyp_build = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const runtimeRequire = typeof __webpack_require__ === "function" ? __non_webpack_require__ : __require;
	if (typeof runtimeRequire.addon === "function") module.exports = runtimeRequire.addon.bind(runtimeRequire);
	else module.exports = require_node_gyp_build$1();
}));
// node_modules/abbrev/lib/index.js
var require_lib$2 = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	module.exports = abbrev;
	function abbrev(...args) {
		let list = args;
		if (args.length === 1 && (Array.isArray(args[0]) || typeof args[0] === "string")) list = [].concat(args[0]);
		for (let i = 0, l = list.length; i < l; i++) list[i] = typeof list[i] === "string" ? list[i] : String(list[i]);
		list = list.sort(lexSort);
		const abbrevs = {};
		let prev = "";
		for (let ii = 0, ll = list.length; ii < ll; ii++) {
			const current = list[ii];
			const next = list[ii + 1] || "";
			let nextMatches = true;
			let prevMatches = true;
			if (current === next) continue;
			let j = 0;
			const cl = current.length;
			for (; j < cl; j++) {
				const curChar = current.charAt(j);
				nextMatches = nextMatches && curChar === next.charAt(j);
				prevMatches = prevMatches && curChar === prev.charAt(j);
				if (!nextMatches && !prevMatches) {
					j++;
					break;
				}
			}
			prev = current;
			if (j === cl) {
				abbrevs[current] = current;
				continue;
			}
			for (let a = current.slice(0, j); j <= cl; j++) {
				abbrevs[a] = current;
				a += current.charAt(j);
			}
		}
		return abbrevs;
	}
	function lexSort(a, b) {
		return a === b ? 0 : a > b ? 1 : -1;
	}
}));
// node_modules/nopt/lib/debug.js
var require_debug = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	/* istanbul ignore next */
	module.exports = process.env.DEBUG_NOPT || process.env.NOPT_DEBUG ? (...a) => console.error(...a) : () => {};
}));
// node_modules/nopt/lib/type-defs.js
var require_type_defs = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const url = __require("url");
	const path = __require("path");
	const Stream = __require("stream").Stream;
	const os = __require("os");
	const debug = require_debug();
	function validateString(data, k, val) {
		data[k] = String(val);
	}
	function validatePath(data, k, val) {
		if (val === true) return false;
		if (val === null) return true;
		val = String(val);
		const homePattern = process.platform === "win32" ? /^~(\/|\\)/ : /^~\//;
		const home = os.homedir();
		if (home && val.match(homePattern)) data[k] = path.resolve(home, val.slice(2));
		else data[k] = path.resolve(val);
		return true;
	}
	function validateNumber(data, k, val) {
		debug("validate Number %j %j %j", k, val, isNaN(val));
		if (isNaN(val)) return false;
		data[k] = +val;
	}
	function validateDate(data, k, val) {
		const s = Date.parse(val);
		debug("validate Date %j %j %j", k, val, s);
		if (isNaN(s)) return false;
		data[k] = new Date(val);
	}
	function validateBoolean(data, k, val) {
		if (typeof val === "string") {
			if (!isNaN(val)) val = !!+val;
			else if (val === "null" || val === "false") val = false;
			else val = true;
		} else val = !!val;
		data[k] = val;
	}
	function validateUrl(data, k, val) {
		val = url.parse(String(val));
		if (!val.host) return false;
		data[k] = val.href;
	}
	function validateStream(data, k, val) {
		if (!(val instanceof Stream)) return false;
		data[k] = val;
	}
	module.exports = {
		String: {
			type: String,
			validate: validateString
		},
		Boolean: {
			type: Boolean,
			validate: validateBoolean
		},
		url: {
			type: url,
			validate: validateUrl
		},
		Number: {
			type: Number,
			validate: validateNumber
		},
		path: {
			type: path,
			validate: validatePath
		},
		Stream: {
			type: Stream,
			validate: validateStream
		},
		Date: {
			type: Date,
			validate: validateDate
		},
		Array: { type: Array }
	};
}));
// node_modules/nopt/lib/nopt-lib.js
var require_nopt_lib = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const abbrev = require_lib$2();
	const debug = require_debug();
	const defaultTypeDefs = require_type_defs();
	const hasOwn = (o, k) => Object.prototype.hasOwnProperty.call(o, k);
	const getType = (k, { types, dynamicTypes }) => {
		let hasType = hasOwn(types, k);
		let type = types[k];
		if (!hasType && typeof dynamicTypes === "function") {
			const matchedType = dynamicTypes(k);
			if (matchedType !== void 0) {
				type = matchedType;
				hasType = true;
			}
		}
		return [hasType, type];
	};
	const isTypeDef = (type, def) => def && type === def;
	const hasTypeDef = (type, def) => def && type.indexOf(def) !== -1;
	const doesNotHaveTypeDef = (type, def) => def && !hasTypeDef(type, def);
	function nopt(args, { types, shorthands, typeDefs, invalidHandler, unknownHandler, abbrevHandler, typeDefault, dynamicTypes } = {}) {
		debug(types, shorthands, args, typeDefs);
		const data = {};
		const argv = {
			remain: [],
			cooked: args,
			original: args.slice(0)
		};
		parse(args, data, argv.remain, {
			typeDefs,
			types,
			dynamicTypes,
			shorthands,
			unknownHandler,
			abbrevHandler
		});
		clean(data, {
			types,
			dynamicTypes,
			typeDefs,
			invalidHandler,
			typeDefault
		});
		data.argv = argv;
		Object.defineProperty(data.argv, "toString", {
			value: function() {
				return this.original.map(JSON.stringify).join(" ");
			},
			enumerable: false
		});
		return data;
	}
	function clean(data, { types = {}, typeDefs = {}, dynamicTypes, invalidHandler, typeDefault } = {}) {
		const StringType = typeDefs.String?.type;
		const NumberType = typeDefs.Number?.type;
		const ArrayType = typeDefs.Array?.type;
		const BooleanType = typeDefs.Boolean?.type;
		const DateType = typeDefs.Date?.type;
		const hasTypeDefault = typeof typeDefault !== "undefined";
		if (!hasTypeDefault) {
			typeDefault = [
				false,
				true,
				null
			];
			if (StringType) typeDefault.push(StringType);
			if (ArrayType) typeDefault.push(ArrayType);
		}
		const remove = {};
		Object.keys(data).forEach((k) => {
			if (k === "argv") return;
			let val = data[k];
			debug("val=%j", val);
			const isArray = Array.isArray(val);
			let [hasType, rawType] = getType(k, {
				types,
				dynamicTypes
			});
			let type = rawType;
			if (!isArray) val = [val];
			if (!type) type = typeDefault;
			if (isTypeDef(type, ArrayType)) type = typeDefault.concat(ArrayType);
			if (!Array.isArray(type)) type = [type];
			debug("val=%j", val);
			debug("types=", type);
			val = val.map((v) => {
				if (typeof v === "string") {
					debug("string %j", v);
					v = v.trim();
					if (v === "null" && ~type.indexOf(null) || v === "true" && (~type.indexOf(true) || hasTypeDef(type, BooleanType)) || v === "false" && (~type.indexOf(false) || hasTypeDef(type, BooleanType))) {
						v = JSON.parse(v);
						debug("jsonable %j", v);
					} else if (hasTypeDef(type, NumberType) && !isNaN(v)) {
						debug("convert to number", v);
						v = +v;
					} else if (hasTypeDef(type, DateType) && !isNaN(Date.parse(v))) {
						debug("convert to date", v);
						v = new Date(v);
					}
				}
				if (!hasType) {
					if (!hasTypeDefault) return v;
					rawType = typeDefault;
				}
				if (v === false && ~type.indexOf(null) && !(~type.indexOf(false) || hasTypeDef(type, BooleanType))) v = null;
				const d = {};
				d[k] = v;
				debug("prevalidated val", d, v, rawType);
				if (!validate(d, k, v, rawType, { typeDefs })) {
					if (invalidHandler) invalidHandler(k, v, rawType, data);
					else if (invalidHandler !== false) debug("invalid: " + k + "=" + v, rawType);
					return remove;
				}
				debug("validated v", d, v, rawType);
				return d[k];
			}).filter((v) => v !== remove);
			if (!val.length && doesNotHaveTypeDef(type, ArrayType)) {
				debug("VAL HAS NO LENGTH, DELETE IT", val, k, type.indexOf(ArrayType));
				delete data[k];
			} else if (isArray) {
				debug(isArray, data[k], val);
				data[k] = val;
			} else data[k] = val[0];
			debug("k=%s val=%j", k, val, data[k]);
		});
	}
	function validate(data, k, val, type, { typeDefs } = {}) {
		const ArrayType = typeDefs?.Array?.type;
		if (Array.isArray(type)) {
			for (let i = 0, l = type.length; i < l; i++) {
				if (isTypeDef(type[i], ArrayType)) continue;
				if (validate(data, k, val, type[i], { typeDefs })) return true;
			}
			delete data[k];
			return false;
		}
		if (isTypeDef(type, ArrayType)) return true;
		if (type !== type) {
			debug("Poison NaN", k, val, type);
			delete data[k];
			return false;
		}
		if (val === type) {
			debug("Explicitly allowed %j", val);
			data[k] = val;
			return true;
		}
		let ok = false;
		const types = Object.keys(typeDefs);
		for (let i = 0, l = types.length; i < l; i++) {
			debug("test type %j %j %j", k, val, types[i]);
			const t = typeDefs[types[i]];
			if (t && (type && type.name && t.type && t.type.name ? type.name === t.type.name : type === t.type)) {
				const d = {};
				ok = t.validate(d, k, val) !== false;
				val = d[k];
				if (ok) {
					data[k] = val;
					break;
				}
			}
		}
		debug("OK? %j (%j %j %j)", ok, k, val, types[types.length - 1]);
		if (!ok) delete data[k];
		return ok;
	}
	function parse(args, data, remain, { types = {}, typeDefs = {}, shorthands = {}, dynamicTypes, unknownHandler, abbrevHandler } = {}) {
		const StringType = typeDefs.String?.type;
		const NumberType = typeDefs.Number?.type;
		const ArrayType = typeDefs.Array?.type;
		const BooleanType = typeDefs.Boolean?.type;
		debug("parse", args, data, remain);
		const abbrevs = abbrev(Object.keys(types));
		debug("abbrevs=%j", abbrevs);
		const shortAbbr = abbrev(Object.keys(shorthands));
		for (let i = 0; i < args.length; i++) {
			let arg = args[i];
			debug("arg", arg);
			if (arg.match(/^-{2,}$/)) {
				remain.push.apply(remain, args.slice(i + 1));
				args[i] = "--";
				break;
			}
			let hadEq = false;
			if (arg.charAt(0) === "-" && arg.length > 1) {
				const at = arg.indexOf("=");
				if (at > -1) {
					hadEq = true;
					const v = arg.slice(at + 1);
					arg = arg.slice(0, at);
					args.splice(i, 1, arg, v);
				}
				const shRes = resolveShort(arg, shortAbbr, abbrevs, {
					shorthands,
					abbrevHandler
				});
				debug("arg=%j shRes=%j", arg, shRes);
				if (shRes) {
					args.splice.apply(args, [i, 1].concat(shRes));
					if (arg !== shRes[0]) {
						i--;
						continue;
					}
				}
				arg = arg.replace(/^-+/, "");
				let no = null;
				while (arg.toLowerCase().indexOf("no-") === 0) {
					no = !no;
					arg = arg.slice(3);
				}
				if (abbrevs[arg] && abbrevs[arg] !== arg) {
					if (abbrevHandler) abbrevHandler(arg, abbrevs[arg]);
					else if (abbrevHandler !== false) debug(`abbrev: ${arg} -> ${abbrevs[arg]}`);
					arg = abbrevs[arg];
				}
				let [hasType, argType] = getType(arg, {
					types,
					dynamicTypes
				});
				let isTypeArray = Array.isArray(argType);
				if (isTypeArray && argType.length === 1) {
					isTypeArray = false;
					argType = argType[0];
				}
				let isArray = isTypeDef(argType, ArrayType) || isTypeArray && hasTypeDef(argType, ArrayType);
				if (!hasType && hasOwn(data, arg)) {
					if (!Array.isArray(data[arg])) data[arg] = [data[arg]];
					isArray = true;
				}
				let val;
				let la = args[i + 1];
				const isBool = typeof no === "boolean" || isTypeDef(argType, BooleanType) || isTypeArray && hasTypeDef(argType, BooleanType) || typeof argType === "undefined" && !hadEq || la === "false" && (argType === null || isTypeArray && ~argType.indexOf(null));
				if (typeof argType === "undefined") {
					const hangingLa = !hadEq && la && !la?.startsWith("-") && !["true", "false"].includes(la);
					if (unknownHandler) {
						if (hangingLa) unknownHandler(arg, la);
						else unknownHandler(arg);
					} else if (unknownHandler !== false) {
						debug(`unknown: ${arg}`);
						if (hangingLa) debug(`unknown: ${la} parsed as normal opt`);
					}
				}
				if (isBool) {
					val = !no;
					if (la === "true" || la === "false") {
						val = JSON.parse(la);
						la = null;
						if (no) val = !val;
						i++;
					}
					if (isTypeArray && la) {
						if (~argType.indexOf(la)) {
							val = la;
							i++;
						} else if (la === "null" && ~argType.indexOf(null)) {
							val = null;
							i++;
						} else if (!la.match(/^-{2,}[^-]/) && !isNaN(la) && hasTypeDef(argType, NumberType)) {
							val = +la;
							i++;
						} else if (!la.match(/^-[^-]/) && hasTypeDef(argType, StringType)) {
							val = la;
							i++;
						}
					}
					if (isArray) (data[arg] = data[arg] || []).push(val);
					else data[arg] = val;
					continue;
				}
				if (isTypeDef(argType, StringType)) {
					if (la === void 0) la = "";
					else if (la.match(/^-{1,2}[^-]+/)) {
						la = "";
						i--;
					}
				}
				if (la && la.match(/^-{2,}$/)) {
					la = void 0;
					i--;
				}
				val = la === void 0 ? true : la;
				if (isArray) (data[arg] = data[arg] || []).push(val);
				else data[arg] = val;
				i++;
				continue;
			}
			remain.push(arg);
		}
	}
	const SINGLES = Symbol("singles");
	const singleCharacters = (arg, shorthands) => {
		let singles = shorthands[SINGLES];
		if (!singles) {
			singles = Object.keys(shorthands).filter((s) => s.length === 1).reduce((l, r) => {
				l[r] = true;
				return l;
			}, {});
			shorthands[SINGLES] = singles;
			debug("shorthand singles", singles);
		}
		const chrs = arg.split("").filter((c) => singles[c]);
		return chrs.join("") === arg ? chrs : null;
	};
	function resolveShort(arg, ...rest) {
		const { abbrevHandler, types = {}, shorthands = {} } = rest.length ? rest.pop() : {};
		const shortAbbr = rest[0] ?? abbrev(Object.keys(shorthands));
		const abbrevs = rest[1] ?? abbrev(Object.keys(types));
		arg = arg.replace(/^-+/, "");
		if (abbrevs[arg] === arg) return null;
		if (shorthands[arg]) {
			if (shorthands[arg] && !Array.isArray(shorthands[arg])) shorthands[arg] = shorthands[arg].split(/\s+/);
			return shorthands[arg];
		}
		const chrs = singleCharacters(arg, shorthands);
		if (chrs) return chrs.map((c) => shorthands[c]).reduce((l, r) => l.concat(r), []);
		if (abbrevs[arg] && !shorthands[arg]) return null;
		if (shortAbbr[arg]) {
			if (abbrevHandler) abbrevHandler(arg, shortAbbr[arg]);
			else if (abbrevHandler !== false) debug(`abbrev: ${arg} -> ${shortAbbr[arg]}`);
			arg = shortAbbr[arg];
		}
		if (shorthands[arg] && !Array.isArray(shorthands[arg])) shorthands[arg] = shorthands[arg].split(/\s+/);
		return shorthands[arg];
	}
	module.exports = {
		nopt,
		clean,
		parse,
		validate,
		resolveShort,
		typeDefs: defaultTypeDefs
	};
}));
// node_modules/nopt/lib/nopt.js
var require_nopt = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const lib = require_nopt_lib();
	const defaultTypeDefs = require_type_defs();
	module.exports = exports = nopt;
	exports.clean = clean;
	exports.typeDefs = defaultTypeDefs;
	exports.lib = lib;
	function nopt(types, shorthands, args = process.argv, slice = 2) {
		return lib.nopt(args.slice(slice), {
			types: types || {},
			shorthands: shorthands || {},
			typeDefs: exports.typeDefs,
			invalidHandler: exports.invalidHandler,
			unknownHandler: exports.unknownHandler,
			abbrevHandler: exports.abbrevHandler
		});
	}
	function clean(data, types, typeDefs = exports.typeDefs) {
		return lib.clean(data, {
			types: types || {},
			typeDefs,
			invalidHandler: exports.invalidHandler,
			unknownHandler: exports.unknownHandler,
			abbrevHandler: exports.abbrevHandler
		});
	}
}));
// node_modules/@mapbox/node-pre-gyp/lib/pre-binding.js
var require_pre_binding = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const npg = require_node_pre_gyp();
	const versioning = require_versioning();
	const napi = require_napi();
	const existsSync = __require("fs").existsSync || __require("path").existsSync;
	const path = __require("path");
	module.exports = exports;
	exports.usage = "Finds the require path for the node-pre-gyp installed module";
	exports.validate = function(package_json, opts) {
		versioning.validate_config(package_json, opts);
	};
	exports.find = function(package_json_path, opts) {
		if (!existsSync(package_json_path)) throw new Error(package_json_path + "does not exist");
		const prog = new npg.Run({
			package_json_path,
			argv: process.argv
		});
		prog.setBinaryHostProperty();
		const package_json = prog.package_json;
		versioning.validate_config(package_json, opts);
		let napi_build_version;
		if (napi.get_napi_build_versions(package_json, opts)) napi_build_version = napi.get_best_napi_build_version(package_json, opts);
		opts = opts || {};
		if (!opts.module_root) opts.module_root = path.dirname(package_json_path);
		return versioning.evaluate(package_json, opts, napi_build_version).module;
	};
}));
// node_modules/@mapbox/node-pre-gyp/package.json
var require_package = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	module.exports = {
		"name": "@mapbox/node-pre-gyp",
		"description": "Node.js native addon binary install tool",
		"version": "2.0.3",
		"keywords": [
			"native",
			"addon",
			"module",
			"c",
			"c++",
			"bindings",
			"binary"
		],
		"license": "BSD-3-Clause",
		"author": "Dane Springmeyer <dane@mapbox.com>",
		"repository": {
			"type": "git",
			"url": "git://github.com/mapbox/node-pre-gyp.git"
		},
		"bin": "./bin/node-pre-gyp",
		"main": "./lib/node-pre-gyp.js",
		"engines": { "node": ">=18" },
		"dependencies": {
			"consola": "^3.2.3",
			"detect-libc": "^2.0.0",
			"https-proxy-agent": "^7.0.5",
			"node-fetch": "^2.6.7",
			"nopt": "^8.0.0",
			"semver": "^7.5.3",
			"tar": "^7.4.0"
		},
		"devDependencies": {
			"@mapbox/cloudfriend": "^9.0.0",
			"@mapbox/eslint-config-mapbox": "^5.0.1",
			"aws-sdk": "^2.1087.0",
			"codecov": "^3.8.3",
			"eslint": "^8.57.0",
			"eslint-plugin-n": "^17.9.0",
			"mock-aws-s3": "^4.0.2",
			"nock": "^13.5.4",
			"node-addon-api": "^8.1.0",
			"nyc": "^17.0.0",
			"tape": "^5.5.2",
			"tar-fs": "^3.1.1"
		},
		"nyc": {
			"all": true,
			"skip-full": false,
			"exclude": ["test/**"]
		},
		"scripts": {
			"coverage": "nyc --all --include index.js --include lib/ npm test",
			"upload-coverage": "nyc report --reporter json && codecov --clear --flags=unit --file=./coverage/coverage-final.json",
			"lint": "eslint bin/node-pre-gyp lib/*js lib/util/*js test/*js scripts/*js",
			"fix": "npm run lint -- --fix",
			"update-crosswalk": "node scripts/abi_crosswalk.js",
			"test": "tape test/*test.js",
			"test:s3": "tape test/s3.test.js",
			"bucket": "node scripts/set-bucket.js"
		},
		"overrides": { "js-yaml": "^3.14.2" }
	};
}));
// node_modules/@mapbox/node-pre-gyp/lib/node-pre-gyp.js
var require_node_pre_gyp = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	module.exports = exports;
	const fs = __require("fs");
	const path = __require("path");
	const nopt = require_nopt();
	const log = require_log();
	const napi = require_napi();
	const EE = __require("events").EventEmitter;
	const inherits = __require("util").inherits;
	const cli_commands = [
		"clean",
		"install",
		"reinstall",
		"build",
		"rebuild",
		"package",
		"testpackage",
		"publish",
		"unpublish",
		"info",
		"testbinary",
		"reveal",
		"configure"
	];
	const aliases = {};
	Object.defineProperty(exports, "find", {
		get: function() {
			return require_pre_binding().find;
		},
		enumerable: true
	});
	function Run({ package_json_path = "./package.json", argv }) {
		this.package_json_path = package_json_path;
		this.commands = {};
		const self = this;
		cli_commands.forEach((command) => {
			self.commands[command] = function(argvx, callback) {
				log.verbose("command", command, argvx);
				return __require("./" + command)(self, argvx, callback);
			};
		});
		this.parseArgv(argv);
		this.binaryHostSet = false;
	}
	inherits(Run, EE);
	exports.Run = Run;
	const proto = Run.prototype;
	proto.package = require_package();
	proto.configDefs = {
		help: Boolean,
		arch: String,
		debug: Boolean,
		directory: String,
		proxy: String,
		loglevel: String,
		acl: String
	};
	proto.shorthands = {
		release: "--no-debug",
		C: "--directory",
		debug: "--debug",
		j: "--jobs",
		silent: "--loglevel=silent",
		silly: "--loglevel=silly",
		verbose: "--loglevel=verbose"
	};
	proto.aliases = aliases;
	proto.parseArgv = function parseOpts(argv) {
		this.opts = nopt(this.configDefs, this.shorthands, argv);
		this.argv = this.opts.argv.remain.slice();
		const commands = this.todo = [];
		argv = this.argv.map((arg) => {
			if (arg in this.aliases) arg = this.aliases[arg];
			return arg;
		});
		argv.slice().forEach((arg) => {
			if (arg in this.commands) {
				const args = argv.splice(0, argv.indexOf(arg));
				argv.shift();
				if (commands.length > 0) commands[commands.length - 1].args = args;
				commands.push({
					name: arg,
					args: []
				});
			}
		});
		if (commands.length > 0) commands[commands.length - 1].args = argv.splice(0);
		let package_json_path = this.package_json_path;
		if (this.opts.directory) package_json_path = path.join(this.opts.directory, package_json_path);
		this.package_json = JSON.parse(fs.readFileSync(package_json_path));
		this.todo = napi.expand_commands(this.package_json, this.opts, commands);
		const npm_config_prefix = "npm_config_";
		Object.keys(process.env).forEach((name) => {
			if (name.indexOf(npm_config_prefix) !== 0) return;
			const val = process.env[name];
			if (name === "npm_config_loglevel") log.level = val;
			else {
				name = name.substring(11);
				if (name === "argv") {
					if (this.opts.argv && this.opts.argv.remain && this.opts.argv.remain.length) {} else this.opts[name] = val;
				} else this.opts[name] = val;
			}
		});
		if (this.opts.loglevel) log.level = this.opts.loglevel;
		log.resume();
	};
	proto.setBinaryHostProperty = function(command) {
		if (this.binaryHostSet) return this.package_json.binary.host;
		const p = this.package_json;
		if (!p || !p.binary || p.binary.host) return "";
		if (!p.binary.staging_host || !p.binary.production_host) return "";
		let target = "production_host";
		if (command === "publish" || command === "unpublish") target = "staging_host";
		const npg_s3_host = process.env.node_pre_gyp_s3_host;
		if (npg_s3_host === "staging" || npg_s3_host === "production") target = `${npg_s3_host}_host`;
		else if (this.opts["s3_host"] === "staging" || this.opts["s3_host"] === "production") target = `${this.opts["s3_host"]}_host`;
		else if (this.opts["s3_host"] || npg_s3_host) throw new Error(`invalid s3_host ${this.opts["s3_host"] || npg_s3_host}`);
		p.binary.host = p.binary[target];
		this.binaryHostSet = true;
		return p.binary.host;
	};
	proto.usage = function usage() {
		return [
			"",
			"  Usage: node-pre-gyp <command> [options]",
			"",
			"  where <command> is one of:",
			cli_commands.map((c) => {
				return "    - " + c + " - " + __require("./" + c).usage;
			}).join("\n"),
			"",
			"node-pre-gyp@" + this.version + "  " + path.resolve(__dirname, ".."),
			"node@" + process.versions.node
		].join("\n");
	};
	Object.defineProperty(proto, "version", {
		get: function() {
			return this.package.version;
		},
		enumerable: true
	});
}));
// node_modules/acorn-import-attributes/lib/index.js
var require_lib$1 = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.importAttributesOrAssertions = exports.importAttributes = exports.importAssertions = void 0;
	var _acorn = _interopRequireWildcard(require_acorn());
	function _getRequireWildcardCache(e) {
		if ("function" != typeof WeakMap) return null;
		var r = /* @__PURE__ */ new WeakMap(), t = /* @__PURE__ */ new WeakMap();
		return (_getRequireWildcardCache = function(e) {
			return e ? t : r;
		})(e);
	}
	function _interopRequireWildcard(e, r) {
		if (!r && e && e.__esModule) return e;
		if (null === e || "object" != typeof e && "function" != typeof e) return { default: e };
		var t = _getRequireWildcardCache(r);
		if (t && t.has(e)) return t.get(e);
		var n = { __proto__: null }, a = Object.defineProperty && Object.getOwnPropertyDescriptor;
		for (var u in e) if ("default" !== u && {}.hasOwnProperty.call(e, u)) {
			var i = a ? Object.getOwnPropertyDescriptor(e, u) : null;
			i && (i.get || i.set) ? Object.defineProperty(n, u, i) : n[u] = e[u];
		}
		return n.default = e, t && t.set(e, n), n;
	}
	const leftCurlyBrace = "{".charCodeAt(0);
	const space = " ".charCodeAt(0);
	const withKeyword = "with";
	const assertKeyword = "assert";
	exports.importAttributes = plugin({ keyword: "with" });
	exports.importAssertions = plugin({ keyword: "assert" });
	exports.importAttributesOrAssertions = plugin({ keyword: "with-assert" });
	function plugin(options) {
		return function(Parser) {
			return pluginImpl(options, Parser);
		};
	}
	function pluginImpl(options, Parser) {
		const { tokTypes: tt, TokenType } = Parser.acorn || _acorn;
		const { keyword } = options;
		const isWithKeyword = keyword.includes(withKeyword);
		const isAssertKeyword = keyword.includes(assertKeyword);
		const isWithOrAssertKeyword = isWithKeyword && isAssertKeyword;
		return class extends Parser {
			constructor(...args) {
				super(...args);
				this.withToken = isWithKeyword && new TokenType(withKeyword);
				this.assertToken = isAssertKeyword && new TokenType(assertKeyword);
			}
			_codeAt(i) {
				return this.input.charCodeAt(i);
			}
			_eat(t) {
				if (this.type !== t) this.unexpected();
				this.next();
			}
			_matchKeywordToken() {
				return isWithOrAssertKeyword && (this.type === this.withToken || this.type === this.assertToken) || isWithKeyword && this.type === this.withToken || isAssertKeyword && this.type === this.assertToken;
			}
			_getProperty() {
				if (isWithOrAssertKeyword) return this.type === this.withToken ? "attributes" : "assertions";
				return isWithKeyword ? "attributes" : "assertions";
			}
			readToken(code) {
				let i = 0;
				let keyword;
				let token;
				if (isWithOrAssertKeyword) {
					if (this.input.slice(this.pos, this.pos + 4) === withKeyword) {
						keyword = withKeyword;
						token = this.withToken;
					} else if (this.input.slice(this.pos, this.pos + 6) === assertKeyword) {
						keyword = assertKeyword;
						token = this.assertToken;
					} else return super.readToken(code);
					i += keyword.length;
				} else {
					keyword = isWithKeyword ? withKeyword : assertKeyword;
					token = isWithKeyword ? this.withToken : this.assertToken;
					for (; i < keyword.length; i++) if (this._codeAt(this.pos + i) !== keyword.charCodeAt(i)) return super.readToken(code);
				}
				for (;; i++) if (this._codeAt(this.pos + i) === leftCurlyBrace) break;
				else if (this._codeAt(this.pos + i) === space) continue;
				else return super.readToken(code);
				if (this.type.label === "{") return super.readToken(code);
				this.pos += keyword.length;
				return this.finishToken(token);
			}
			parseDynamicImport(node) {
				this.next();
				node.source = this.parseMaybeAssign();
				if (this.eat(tt.comma)) node.arguments = [this.parseExpression()];
				this._eat(tt.parenR);
				return this.finishNode(node, "ImportExpression");
			}
			parseExport(node, exports) {
				this.next();
				if (this.eat(tt.star)) {
					if (this.options.ecmaVersion >= 11) {
						if (this.eatContextual("as")) {
							node.exported = this.parseIdent(true);
							this.checkExport(exports, node.exported.name, this.lastTokStart);
						} else node.exported = null;
					}
					this.expectContextual("from");
					if (this.type !== tt.string) this.unexpected();
					node.source = this.parseExprAtom();
					if (this._matchKeywordToken()) {
						const property = this._getProperty();
						this.next();
						const attributes = this.parseImportAttributes();
						if (attributes) node[property] = attributes;
					}
					this.semicolon();
					return this.finishNode(node, "ExportAllDeclaration");
				}
				if (this.eat(tt._default)) {
					this.checkExport(exports, "default", this.lastTokStart);
					var isAsync;
					if (this.type === tt._function || (isAsync = this.isAsyncFunction())) {
						var fNode = this.startNode();
						this.next();
						if (isAsync) this.next();
						node.declaration = this.parseFunction(fNode, 5, false, isAsync);
					} else if (this.type === tt._class) {
						var cNode = this.startNode();
						node.declaration = this.parseClass(cNode, "nullableID");
					} else {
						node.declaration = this.parseMaybeAssign();
						this.semicolon();
					}
					return this.finishNode(node, "ExportDefaultDeclaration");
				}
				if (this.shouldParseExportStatement()) {
					node.declaration = this.parseStatement(null);
					if (node.declaration.type === "VariableDeclaration") this.checkVariableExport(exports, node.declaration.declarations);
					else this.checkExport(exports, node.declaration.id.name, node.declaration.id.start);
					node.specifiers = [];
					node.source = null;
				} else {
					node.declaration = null;
					node.specifiers = this.parseExportSpecifiers(exports);
					if (this.eatContextual("from")) {
						if (this.type !== tt.string) this.unexpected();
						node.source = this.parseExprAtom();
						if (this._matchKeywordToken()) {
							const property = this._getProperty();
							this.next();
							const attributes = this.parseImportAttributes();
							if (attributes) node[property] = attributes;
						}
					} else {
						for (var i = 0, list = node.specifiers; i < list.length; i += 1) {
							var spec = list[i];
							this.checkUnreserved(spec.local);
							this.checkLocalExport(spec.local);
						}
						node.source = null;
					}
					this.semicolon();
				}
				return this.finishNode(node, "ExportNamedDeclaration");
			}
			parseImport(node) {
				this.next();
				if (this.type === tt.string) {
					node.specifiers = [];
					node.source = this.parseExprAtom();
				} else {
					node.specifiers = this.parseImportSpecifiers();
					this.expectContextual("from");
					node.source = this.type === tt.string ? this.parseExprAtom() : this.unexpected();
				}
				if (this._matchKeywordToken()) {
					const property = this._getProperty();
					this.next();
					const attributes = this.parseImportAttributes();
					if (attributes) node[property] = attributes;
				}
				this.semicolon();
				return this.finishNode(node, "ImportDeclaration");
			}
			parseImportAttributes() {
				this._eat(tt.braceL);
				const attrs = this.parsewithEntries();
				this._eat(tt.braceR);
				return attrs;
			}
			parsewithEntries() {
				const attrs = [];
				const attrNames = /* @__PURE__ */ new Set();
				do {
					if (this.type === tt.braceR) break;
					const node = this.startNode();
					let withionKeyNode;
					if (this.type === tt.string) withionKeyNode = this.parseLiteral(this.value);
					else withionKeyNode = this.parseIdent(true);
					this.next();
					node.key = withionKeyNode;
					if (attrNames.has(node.key.name)) this.raise(this.pos, "Duplicated key in attributes");
					attrNames.add(node.key.name);
					if (this.type !== tt.string) this.raise(this.pos, "Only string is supported as an attribute value");
					node.value = this.parseLiteral(this.value);
					attrs.push(this.finishNode(node, "ImportAttribute"));
				} while (this.eat(tt.comma));
				return attrs;
			}
		};
	}
}));
// node_modules/@vercel/nft/out/utils/wrappers.js
var require_wrappers = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.handleWrappers = handleWrappers;
	const estree_walker_1 = require_estree_walker$1();
	function isUndefinedOrVoid(node) {
		return node.type === "Identifier" && node.name === "undefined" || node.type === "UnaryExpression" && node.operator === "void" && node.argument.type === "Literal" && node.argument.value === 0;
	}
	function handleWrappers(ast) {
		let wrapper;
		if (ast.body.length === 1 && ast.body[0].type === "ExpressionStatement" && ast.body[0].expression.type === "UnaryExpression" && ast.body[0].expression.operator === "!" && ast.body[0].expression.argument.type === "CallExpression" && ast.body[0].expression.argument.callee.type === "FunctionExpression" && ast.body[0].expression.argument.arguments.length === 1) wrapper = ast.body[0].expression.argument;
		else if (ast.body.length === 1 && ast.body[0].type === "ExpressionStatement" && ast.body[0].expression.type === "CallExpression" && ast.body[0].expression.callee.type === "FunctionExpression" && (ast.body[0].expression.arguments.length === 1 || ast.body[0].expression.arguments.length === 0)) wrapper = ast.body[0].expression;
		else if (ast.body.length === 1 && ast.body[0].type === "ExpressionStatement" && ast.body[0].expression.type === "AssignmentExpression" && ast.body[0].expression.left.type === "MemberExpression" && ast.body[0].expression.left.object.type === "Identifier" && ast.body[0].expression.left.object.name === "module" && ast.body[0].expression.left.property.type === "Identifier" && ast.body[0].expression.left.property.name === "exports" && ast.body[0].expression.right.type === "CallExpression" && ast.body[0].expression.right.callee.type === "FunctionExpression" && ast.body[0].expression.right.arguments.length === 1) wrapper = ast.body[0].expression.right;
		if (wrapper) {
			let browserifyReturn;
			let webpackModuleObj;
			if (wrapper.arguments[0] && wrapper.arguments[0].type === "ConditionalExpression" && wrapper.arguments[0].test.type === "LogicalExpression" && wrapper.arguments[0].test.operator === "&&" && wrapper.arguments[0].test.left.type === "BinaryExpression" && wrapper.arguments[0].test.left.operator === "===" && wrapper.arguments[0].test.left.left.type === "UnaryExpression" && wrapper.arguments[0].test.left.left.operator === "typeof" && "name" in wrapper.arguments[0].test.left.left.argument && wrapper.arguments[0].test.left.left.argument.name === "define" && wrapper.arguments[0].test.left.right.type === "Literal" && wrapper.arguments[0].test.left.right.value === "function" && wrapper.arguments[0].test.right.type === "MemberExpression" && wrapper.arguments[0].test.right.object.type === "Identifier" && wrapper.arguments[0].test.right.property.type === "Identifier" && wrapper.arguments[0].test.right.property.name === "amd" && wrapper.arguments[0].test.right.computed === false && wrapper.arguments[0].alternate.type === "FunctionExpression" && wrapper.arguments[0].alternate.params.length === 1 && wrapper.arguments[0].alternate.params[0].type === "Identifier" && wrapper.arguments[0].alternate.body.body.length === 1 && wrapper.arguments[0].alternate.body.body[0].type === "ExpressionStatement" && wrapper.arguments[0].alternate.body.body[0].expression.type === "AssignmentExpression" && wrapper.arguments[0].alternate.body.body[0].expression.left.type === "MemberExpression" && wrapper.arguments[0].alternate.body.body[0].expression.left.object.type === "Identifier" && wrapper.arguments[0].alternate.body.body[0].expression.left.object.name === "module" && wrapper.arguments[0].alternate.body.body[0].expression.left.property.type === "Identifier" && wrapper.arguments[0].alternate.body.body[0].expression.left.property.name === "exports" && wrapper.arguments[0].alternate.body.body[0].expression.left.computed === false && wrapper.arguments[0].alternate.body.body[0].expression.right.type === "CallExpression" && wrapper.arguments[0].alternate.body.body[0].expression.right.callee.type === "Identifier" && wrapper.arguments[0].alternate.body.body[0].expression.right.callee.name === wrapper.arguments[0].alternate.params[0].name && "body" in wrapper.callee && "body" in wrapper.callee.body && Array.isArray(wrapper.callee.body.body) && wrapper.arguments[0].alternate.body.body[0].expression.right.arguments.length === 1 && wrapper.arguments[0].alternate.body.body[0].expression.right.arguments[0].type === "Identifier" && wrapper.arguments[0].alternate.body.body[0].expression.right.arguments[0].name === "require") {
				let body = wrapper.callee.body.body;
				if (body[0].type === "ExpressionStatement" && body[0].expression.type === "Literal" && body[0].expression.value === "use strict") body = body.slice(1);
				if (body.length === 1 && body[0].type === "ExpressionStatement" && body[0].expression.type === "CallExpression" && body[0].expression.callee.type === "Identifier" && body[0].expression.callee.name === wrapper.arguments[0].test.right.object.name && body[0].expression.arguments.length === 1 && body[0].expression.arguments[0].type === "FunctionExpression" && body[0].expression.arguments[0].params.length === 1 && body[0].expression.arguments[0].params[0].type === "Identifier" && body[0].expression.arguments[0].params[0].name === "require") {
					const arg = body[0].expression.arguments[0];
					arg.params = [];
					try {
						delete arg.scope.declarations.require;
					} catch (e) {}
				}
			} else if (wrapper.arguments[0] && wrapper.arguments[0].type === "FunctionExpression" && wrapper.arguments[0].params.length === 0 && (wrapper.arguments[0].body.body.length === 1 || wrapper.arguments[0].body.body.length === 2 && wrapper.arguments[0].body.body[0].type === "VariableDeclaration" && wrapper.arguments[0].body.body[0].declarations.length === 3 && wrapper.arguments[0].body.body[0].declarations.every((decl) => decl.init === null && decl.id.type === "Identifier")) && wrapper.arguments[0].body.body[wrapper.arguments[0].body.body.length - 1].type === "ReturnStatement" && (browserifyReturn = wrapper.arguments[0].body.body[wrapper.arguments[0].body.body.length - 1]) && browserifyReturn.argument?.type === "CallExpression" && browserifyReturn.argument.arguments.length && browserifyReturn.argument.arguments.every((arg) => arg && arg.type === "Literal" && typeof arg.value === "number") && browserifyReturn.argument.callee.type === "CallExpression" && (browserifyReturn.argument.callee.callee.type === "FunctionExpression" || browserifyReturn.argument.callee.callee.type === "CallExpression" && browserifyReturn.argument.callee.callee.callee.type === "FunctionExpression" && browserifyReturn.argument.callee.callee.arguments.length === 0) && browserifyReturn.argument.callee.arguments.length === 3 && browserifyReturn.argument.callee.arguments[0].type === "ObjectExpression" && browserifyReturn.argument.callee.arguments[1].type === "ObjectExpression" && browserifyReturn.argument.callee.arguments[2].type === "ArrayExpression") {
				const modules = browserifyReturn.argument.callee.arguments[0].properties;
				const externals = {};
				if (modules.every((m) => {
					if (m.type !== "Property" || m.computed !== false || m.key.type !== "Literal" || typeof m.key.value !== "number" || m.value.type !== "ArrayExpression" || m.value.elements.length !== 2 || !m.value.elements[0] || !m.value.elements[1] || m.value.elements[0].type !== "FunctionExpression" || m.value.elements[1].type !== "ObjectExpression") return false;
					const moduleMap = m.value.elements[1].properties;
					for (const prop of moduleMap) {
						if (prop.type !== "Property" || prop.value.type !== "Identifier" && prop.value.type !== "Literal" && !isUndefinedOrVoid(prop.value) || !(prop.key.type === "Literal" && typeof prop.key.value === "string" || prop.key.type === "Identifier") || prop.computed) return false;
						if (isUndefinedOrVoid(prop.value)) {
							if (prop.key.type === "Identifier") externals[prop.key.name] = {
								type: "Literal",
								start: prop.key.start,
								end: prop.key.end,
								value: prop.key.name,
								raw: JSON.stringify(prop.key.name)
							};
							else if (prop.key.type === "Literal") externals[String(prop.key.value)] = prop.key;
						}
					}
					return true;
				})) {
					const externalIds = Object.keys(externals);
					const cache = browserifyReturn.argument.callee.arguments[1];
					cache.properties = externalIds.map((ext) => {
						return {
							type: "Property",
							method: false,
							shorthand: false,
							computed: false,
							kind: "init",
							key: externals[ext],
							value: {
								type: "ObjectExpression",
								properties: [{
									type: "Property",
									kind: "init",
									method: false,
									shorthand: false,
									computed: false,
									key: {
										type: "Identifier",
										name: "exports"
									},
									value: {
										type: "CallExpression",
										optional: false,
										callee: {
											type: "Identifier",
											name: "require"
										},
										arguments: [externals[ext]]
									}
								}]
							}
						};
					});
				}
			} else if (wrapper.arguments[0] && wrapper.arguments[0].type === "FunctionExpression" && wrapper.arguments[0].params.length === 2 && wrapper.arguments[0].params[0].type === "Identifier" && wrapper.arguments[0].params[1].type === "Identifier" && "body" in wrapper.callee && "body" in wrapper.callee.body && Array.isArray(wrapper.callee.body.body) && wrapper.callee.body.body.length === 1) {
				const statement = wrapper.callee.body.body[0];
				if (statement.type === "IfStatement" && statement.test.type === "LogicalExpression" && statement.test.operator === "&&" && statement.test.left.type === "BinaryExpression" && statement.test.left.left.type === "UnaryExpression" && statement.test.left.left.operator === "typeof" && statement.test.left.left.argument.type === "Identifier" && statement.test.left.left.argument.name === "module" && statement.test.left.right.type === "Literal" && statement.test.left.right.value === "object" && statement.test.right.type === "BinaryExpression" && statement.test.right.left.type === "UnaryExpression" && statement.test.right.left.operator === "typeof" && statement.test.right.left.argument.type === "MemberExpression" && statement.test.right.left.argument.object.type === "Identifier" && statement.test.right.left.argument.object.name === "module" && statement.test.right.left.argument.property.type === "Identifier" && statement.test.right.left.argument.property.name === "exports" && statement.test.right.right.type === "Literal" && statement.test.right.right.value === "object" && statement.consequent.type === "BlockStatement" && statement.consequent.body.length > 0) {
					let callSite;
					if (statement.consequent.body[0].type === "VariableDeclaration" && statement.consequent.body[0].declarations[0].init && statement.consequent.body[0].declarations[0].init.type === "CallExpression") callSite = statement.consequent.body[0].declarations[0].init;
					else if (statement.consequent.body[0].type === "ExpressionStatement" && statement.consequent.body[0].expression.type === "CallExpression") callSite = statement.consequent.body[0].expression;
					else if (statement.consequent.body[0].type === "ExpressionStatement" && statement.consequent.body[0].expression.type === "AssignmentExpression" && statement.consequent.body[0].expression.operator === "=" && statement.consequent.body[0].expression.right.type === "CallExpression") callSite = statement.consequent.body[0].expression.right;
					if (callSite && callSite.callee.type === "Identifier" && "params" in wrapper.callee && wrapper.callee.params.length > 0 && "name" in wrapper.callee.params[0] && callSite.callee.name === wrapper.callee.params[0].name && callSite.arguments.length === 2 && callSite.arguments[0].type === "Identifier" && callSite.arguments[0].name === "require" && callSite.arguments[1].type === "Identifier" && callSite.arguments[1].name === "exports") {
						const funcExpression = wrapper.arguments[0];
						funcExpression.params = [];
						try {
							const scope = funcExpression.scope;
							delete scope.declarations.require;
							delete scope.declarations.exports;
						} catch (e) {}
					}
				}
			} else if (wrapper.callee.type === "FunctionExpression" && wrapper.callee.body.body.length > 2 && wrapper.callee.body.body[0].type === "VariableDeclaration" && wrapper.callee.body.body[0].declarations.length === 1 && wrapper.callee.body.body[0].declarations[0].type === "VariableDeclarator" && wrapper.callee.body.body[0].declarations[0].id.type === "Identifier" && wrapper.callee.body.body[0].declarations[0].init && (wrapper.callee.body.body[0].declarations[0].init.type === "ObjectExpression" && wrapper.callee.body.body[0].declarations[0].init.properties.length === 0 || wrapper.callee.body.body[0].declarations[0].init.type === "CallExpression" && wrapper.callee.body.body[0].declarations[0].init.arguments.length === 1) && (wrapper.callee.body.body[1] && wrapper.callee.body.body[1].type === "FunctionDeclaration" && wrapper.callee.body.body[1].params.length === 1 && wrapper.callee.body.body[1].body.body.length >= 3 || wrapper.callee.body.body[2] && wrapper.callee.body.body[2].type === "FunctionDeclaration" && wrapper.callee.body.body[2].params.length === 1 && wrapper.callee.body.body[2].body.body.length >= 3) && wrapper.arguments[0] && (wrapper.arguments[0].type === "ArrayExpression" && (webpackModuleObj = wrapper.arguments[0]) && wrapper.arguments[0].elements.length > 0 && wrapper.arguments[0].elements.every((el) => el && el.type === "FunctionExpression") || wrapper.arguments[0].type === "ObjectExpression" && (webpackModuleObj = wrapper.arguments[0]) && wrapper.arguments[0].properties && wrapper.arguments[0].properties.length > 0 && wrapper.arguments[0].properties.every((prop) => prop && prop.type === "Property" && !prop.computed && prop.key && prop.key.type === "Literal" && (typeof prop.key.value === "string" || typeof prop.key.value === "number") && prop.value && prop.value.type === "FunctionExpression")) || wrapper.arguments.length === 0 && wrapper.callee.type === "FunctionExpression" && wrapper.callee.params.length === 0 && wrapper.callee.body.type === "BlockStatement" && wrapper.callee.body.body.length > 5 && wrapper.callee.body.body[0].type === "VariableDeclaration" && wrapper.callee.body.body[0].declarations.length === 1 && wrapper.callee.body.body[0].declarations[0].id.type === "Identifier" && wrapper.callee.body.body[1].type === "ExpressionStatement" && wrapper.callee.body.body[1].expression.type === "AssignmentExpression" && wrapper.callee.body.body[2].type === "ExpressionStatement" && wrapper.callee.body.body[2].expression.type === "AssignmentExpression" && wrapper.callee.body.body[3].type === "ExpressionStatement" && wrapper.callee.body.body[3].expression.type === "AssignmentExpression" && wrapper.callee.body.body[3].expression.left.type === "MemberExpression" && wrapper.callee.body.body[3].expression.left.object.type === "Identifier" && wrapper.callee.body.body[3].expression.left.object.name === wrapper.callee.body.body[0].declarations[0].id.name && wrapper.callee.body.body[3].expression.left.property.type === "Identifier" && wrapper.callee.body.body[3].expression.left.property.name === "modules" && wrapper.callee.body.body[3].expression.right.type === "ObjectExpression" && wrapper.callee.body.body[3].expression.right.properties.every((prop) => prop && prop.type === "Property" && !prop.computed && prop.key && prop.key.type === "Literal" && (typeof prop.key.value === "string" || typeof prop.key.value === "number") && prop.value && prop.value.type === "FunctionExpression") && (webpackModuleObj = wrapper.callee.body.body[3].expression.right) && (wrapper.callee.body.body[4].type === "VariableDeclaration" && wrapper.callee.body.body[4].declarations.length === 1 && wrapper.callee.body.body[4].declarations[0].init && wrapper.callee.body.body[4].declarations[0].init.type === "CallExpression" && wrapper.callee.body.body[4].declarations[0].init.callee.type === "Identifier" && wrapper.callee.body.body[4].declarations[0].init.callee.name === "require" || wrapper.callee.body.body[5].type === "VariableDeclaration" && wrapper.callee.body.body[5].declarations.length === 1 && wrapper.callee.body.body[5].declarations[0].init && wrapper.callee.body.body[5].declarations[0].init.type === "CallExpression" && wrapper.callee.body.body[5].declarations[0].init.callee.type === "Identifier" && wrapper.callee.body.body[5].declarations[0].init.callee.name === "require")) {
				const externalMap = /* @__PURE__ */ new Map();
				let modules;
				if (webpackModuleObj.type === "ArrayExpression") modules = webpackModuleObj.elements.filter((el) => el?.type === "FunctionExpression").map((el, i) => [String(i), el]);
				else modules = webpackModuleObj.properties.map((prop) => [String(prop.key.value), prop.value]);
				for (const [k, m] of modules) {
					const statement = m.body.body.length === 1 ? m.body.body[0] : (m.body.body.length === 2 || m.body.body.length === 3 && m.body.body[2].type === "EmptyStatement") && m.body.body[0].type === "ExpressionStatement" && m.body.body[0].expression.type === "Literal" && m.body.body[0].expression.value === "use strict" ? m.body.body[1] : null;
					if (statement && statement.type === "ExpressionStatement" && statement.expression.type === "AssignmentExpression" && statement.expression.operator === "=" && statement.expression.left.type === "MemberExpression" && statement.expression.left.object.type === "Identifier" && "params" in m && m.params.length > 0 && "name" in m.params[0] && statement.expression.left.object.name === m.params[0].name && statement.expression.left.property.type === "Identifier" && statement.expression.left.property.name === "exports" && statement.expression.right.type === "CallExpression" && statement.expression.right.callee.type === "Identifier" && statement.expression.right.callee.name === "require" && statement.expression.right.arguments.length === 1 && statement.expression.right.arguments[0].type === "Literal") externalMap.set(k, statement.expression.right.arguments[0].value);
				}
				for (const [, m] of modules) if ("params" in m && m.params.length === 3 && m.params[2].type === "Identifier") {
					const assignedVars = /* @__PURE__ */ new Map();
					(0, estree_walker_1.walk)(m.body, { enter(_node, _maybeParent) {
						const node = _node;
						const maybeParent = _maybeParent;
						if (node.type === "CallExpression" && node.callee.type === "Identifier" && "name" in m.params[2] && node.callee.name === m.params[2].name && node.arguments.length === 1 && node.arguments[0].type === "Literal") {
							const externalId = externalMap.get(String(node.arguments[0].value));
							if (externalId) {
								const replacement = {
									type: "CallExpression",
									optional: false,
									callee: {
										type: "Identifier",
										name: "require"
									},
									arguments: [{
										type: "Literal",
										value: externalId
									}]
								};
								const parent = maybeParent;
								if ("right" in parent && parent.right === node) parent.right = replacement;
								else if ("left" in parent && parent.left === node) parent.left = replacement;
								else if ("object" in parent && parent.object === node) parent.object = replacement;
								else if ("callee" in parent && parent.callee === node) parent.callee = replacement;
								else if ("arguments" in parent && parent.arguments.some((arg) => arg === node)) parent.arguments = parent.arguments.map((arg) => arg === node ? replacement : arg);
								else if ("init" in parent && parent.init === node) {
									if (parent.type === "VariableDeclarator" && parent.id.type === "Identifier") assignedVars.set(parent.id.name, externalId);
									parent.init = replacement;
								}
							}
						} else if (node.type === "CallExpression" && node.callee.type === "MemberExpression" && node.callee.object.type === "Identifier" && "name" in m.params[2] && node.callee.object.name === m.params[2].name && node.callee.property.type === "Identifier" && node.callee.property.name === "n" && node.arguments.length === 1 && node.arguments[0].type === "Identifier") {
							if (maybeParent && "init" in maybeParent && maybeParent.init === node) {
								const req = node.arguments[0];
								maybeParent.init = {
									type: "CallExpression",
									optional: false,
									callee: {
										type: "MemberExpression",
										computed: false,
										optional: false,
										object: {
											type: "Identifier",
											name: "Object"
										},
										property: {
											type: "Identifier",
											name: "assign"
										}
									},
									arguments: [{
										type: "ArrowFunctionExpression",
										expression: true,
										params: [],
										body: req
									}, {
										type: "ObjectExpression",
										properties: [{
											type: "Property",
											kind: "init",
											method: false,
											computed: false,
											shorthand: false,
											key: {
												type: "Identifier",
												name: "a"
											},
											value: req
										}]
									}]
								};
							}
						}
					} });
				}
			}
		}
	}
}));
// node_modules/resolve-from/index.js
var require_resolve_from = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const path = __require("path");
	const Module = __require("module");
	const fs = __require("fs");
	const resolveFrom = (fromDirectory, moduleId, silent) => {
		if (typeof fromDirectory !== "string") throw new TypeError(`Expected \`fromDir\` to be of type \`string\`, got \`${typeof fromDirectory}\``);
		if (typeof moduleId !== "string") throw new TypeError(`Expected \`moduleId\` to be of type \`string\`, got \`${typeof moduleId}\``);
		try {
			fromDirectory = fs.realpathSync(fromDirectory);
		} catch (error) {
			if (error.code === "ENOENT") fromDirectory = path.resolve(fromDirectory);
			else if (silent) return;
			else throw error;
		}
		const fromFile = path.join(fromDirectory, "noop.js");
		const resolveFileName = () => Module._resolveFilename(moduleId, {
			id: fromFile,
			filename: fromFile,
			paths: Module._nodeModulePaths(fromDirectory)
		});
		if (silent) try {
			return resolveFileName();
		} catch (error) {
			return;
		}
		return resolveFileName();
	};
	module.exports = (fromDirectory, moduleId) => resolveFrom(fromDirectory, moduleId);
	module.exports.silent = (fromDirectory, moduleId) => resolveFrom(fromDirectory, moduleId, true);
}));
// node_modules/@vercel/nft/out/analyze.js
var require_analyze = /* @__PURE__ */ __commonJSMin(((exports, module, this$6) => {
	var __importDefault = this$6 && this$6.__importDefault || function(mod) {
		return mod && mod.__esModule ? mod : { "default": mod };
	};
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.createStaticEvalVars = createStaticEvalVars;
	exports.default = analyze;
	const path_1 = __importDefault(__require("path"));
	const estree_walker_1 = require_estree_walker$1();
	const pluginutils_1 = require_cjs();
	const static_eval_1 = require_static_eval();
	const acorn_1 = require_acorn();
	const bindings_1 = __importDefault(require_bindings());
	const ast_helpers_1 = require_ast_helpers();
	const glob_1 = require_index_min();
	const get_package_base_1 = require_get_package_base();
	const binary_locators_1 = require_binary_locators();
	const interop_require_1 = require_interop_require();
	const special_cases_1 = __importDefault(require_special_cases());
	const resolve_dependency_js_1 = __importDefault(require_resolve_dependency());
	const node_gyp_build_1 = __importDefault(require_node_gyp_build());
	const node_pre_gyp_1 = __importDefault(require_node_pre_gyp());
	const url_1 = __require("url");
	const acorn = acorn_1.Parser.extend(require_lib$1().importAttributesOrAssertions);
	const os_1 = __importDefault(__require("os"));
	const url_2 = __importDefault(__require("url"));
	const wrappers_1 = require_wrappers();
	const resolve_from_1 = __importDefault(require_resolve_from());
	const staticProcess = {
		cwd: () => {
			return cwd;
		},
		env: {
			NODE_ENV: static_eval_1.UNKNOWN,
			[static_eval_1.UNKNOWN]: true
		},
		[static_eval_1.UNKNOWN]: true
	};
	const EXPRESS_SET = Symbol();
	const EXPRESS_ENGINE = Symbol();
	const NBIND_INIT = Symbol();
	const SET_ROOT_DIR = Symbol();
	const PINO_TRANSPORT = Symbol();
	const FASTIFY_LOGGER = Symbol();
	const PKG_INFO = Symbol();
	const FS_FN = Symbol();
	const FS_DIR_FN = Symbol();
	const BINDINGS = Symbol();
	const NODE_GYP_BUILD = Symbol();
	const fsSymbols = {
		access: FS_FN,
		accessSync: FS_FN,
		createReadStream: FS_FN,
		exists: FS_FN,
		existsSync: FS_FN,
		fstat: FS_FN,
		fstatSync: FS_FN,
		lstat: FS_FN,
		lstatSync: FS_FN,
		open: FS_FN,
		readdir: FS_DIR_FN,
		readdirSync: FS_DIR_FN,
		readFile: FS_FN,
		readFileSync: FS_FN,
		stat: FS_FN,
		statSync: FS_FN
	};
	const fsExtraSymbols = {
		...fsSymbols,
		pathExists: FS_FN,
		pathExistsSync: FS_FN,
		readJson: FS_FN,
		readJSON: FS_FN,
		readJsonSync: FS_FN,
		readJSONSync: FS_FN
	};
	const MODULE_FN = Symbol();
	const CREATE_REQUIRE = Symbol();
	const moduleSymbols = {
		register: MODULE_FN,
		createRequire: CREATE_REQUIRE
	};
	const staticModules = Object.assign(Object.create(null), {
		bindings: { default: BINDINGS },
		express: { default: function() {
			return {
				[static_eval_1.UNKNOWN]: true,
				set: EXPRESS_SET,
				engine: EXPRESS_ENGINE
			};
		} },
		fs: {
			default: fsSymbols,
			...fsSymbols
		},
		module: {
			default: moduleSymbols,
			...moduleSymbols
		},
		"fs-extra": {
			default: fsExtraSymbols,
			...fsExtraSymbols
		},
		"graceful-fs": {
			default: fsSymbols,
			...fsSymbols
		},
		process: {
			default: staticProcess,
			...staticProcess
		},
		path: { default: {} },
		os: {
			default: os_1.default,
			...os_1.default
		},
		url: {
			default: url_2.default,
			...url_2.default
		},
		"@mapbox/node-pre-gyp": {
			default: node_pre_gyp_1.default,
			...node_pre_gyp_1.default
		},
		"node-pre-gyp": binary_locators_1.pregyp,
		"node-pre-gyp/lib/pre-binding": binary_locators_1.pregyp,
		"node-pre-gyp/lib/pre-binding.js": binary_locators_1.pregyp,
		"node-gyp-build": { default: NODE_GYP_BUILD },
		"@aminya/node-gyp-build": { default: NODE_GYP_BUILD },
		nbind: {
			init: NBIND_INIT,
			default: { init: NBIND_INIT }
		},
		"resolve-from": { default: resolve_from_1.default },
		"strong-globalize": {
			default: { SetRootDir: SET_ROOT_DIR },
			SetRootDir: SET_ROOT_DIR
		},
		pkginfo: { default: PKG_INFO },
		pino: {
			default: {
				[static_eval_1.UNKNOWN]: true,
				transport: PINO_TRANSPORT
			},
			transport: PINO_TRANSPORT
		},
		fastify: { default: FASTIFY_LOGGER }
	});
	const globalBindings = {
		_interopRequireDefault: interop_require_1.normalizeDefaultRequire,
		_interopRequireWildcard: interop_require_1.normalizeWildcardRequire,
		__importDefault: interop_require_1.normalizeDefaultRequire,
		__importStar: interop_require_1.normalizeWildcardRequire,
		MONGOOSE_DRIVER_PATH: void 0,
		URL: url_1.URL,
		Object: { assign: Object.assign }
	};
	globalBindings.global = globalBindings.GLOBAL = globalBindings.globalThis = globalBindings;
	const TRIGGER = Symbol();
	binary_locators_1.pregyp.find[TRIGGER] = true;
	const staticPath = staticModules.path;
	Object.keys(path_1.default).forEach((name) => {
		const pathFn = path_1.default[name];
		if (typeof pathFn === "function") {
			const fn = function mockPath() {
				return pathFn.apply(mockPath, arguments);
			};
			fn[TRIGGER] = true;
			staticPath[name] = staticPath.default[name] = fn;
		} else staticPath[name] = staticPath.default[name] = pathFn;
	});
	staticPath.resolve = staticPath.default.resolve = function(...args) {
		return path_1.default.resolve.apply(this, [cwd, ...args]);
	};
	staticPath.resolve[TRIGGER] = true;
	const excludeAssetExtensions = /* @__PURE__ */ new Set([
		".h",
		".cmake",
		".c",
		".cpp"
	]);
	const excludeAssetFiles = /* @__PURE__ */ new Set([
		"CHANGELOG.md",
		"README.md",
		"readme.md",
		"changelog.md"
	]);
	let cwd;
	const absoluteRegEx = /^\/[^\/]+|^[a-z]:[\\/][^\\/]+/i;
	function isAbsolutePathOrUrl(str) {
		if (str instanceof url_1.URL) return str.protocol === "file:";
		if (typeof str === "string") {
			if (str.startsWith("file:")) try {
				new url_1.URL(str);
				return true;
			} catch {
				return false;
			}
			return absoluteRegEx.test(str);
		}
		return false;
	}
	const BOUND_REQUIRE = Symbol();
	const repeatGlobRegEx = /([\/\\]\*\*[\/\\]\*)+/g;
	function createStaticEvalVars(knownBindings, globals, importMeta) {
		const hasOwn = Object.prototype.hasOwnProperty;
		function getDescriptor(name) {
			if (typeof name !== "string") return void 0;
			let value;
			if (name === "import.meta") value = importMeta;
			else if (hasOwn.call(knownBindings, name)) {
				const binding = knownBindings[name];
				value = binding.shadowDepth === 0 ? binding.value : void 0;
			} else if (hasOwn.call(globals, name)) value = { value: globals[name] };
			else return void 0;
			return {
				value,
				writable: true,
				enumerable: true,
				configurable: true
			};
		}
		return new Proxy(Object.create(null), {
			getOwnPropertyDescriptor: (_target, name) => getDescriptor(name),
			get: (_target, name) => getDescriptor(name)?.value,
			has: (_target, name) => getDescriptor(name) !== void 0,
			set: () => {
				throw new Error("static eval vars are read-only");
			}
		});
	}
	async function processPinoTransportObject(objNode, processRequireArg) {
		for (const prop of objNode.properties) if (prop.type === "Property" && !prop.computed && prop.key.type === "Identifier") {
			if (prop.key.name === "target" && prop.value.type === "Literal") await processRequireArg(prop.value);
			else if ((prop.key.name === "targets" || prop.key.name === "pipeline") && prop.value.type === "ArrayExpression") {
				for (const el of prop.value.elements) if (el && el.type === "ObjectExpression") {
					for (const innerProp of el.properties) if (innerProp.type === "Property" && !innerProp.computed && innerProp.key.type === "Identifier" && innerProp.key.name === "target" && innerProp.value.type === "Literal") await processRequireArg(innerProp.value);
				}
			}
		}
	}
	async function analyze(id, code, job) {
		const assets = /* @__PURE__ */ new Set();
		const deps = /* @__PURE__ */ new Set();
		const imports = /* @__PURE__ */ new Set();
		const dir = path_1.default.dirname(id);
		cwd = job.cwd;
		const pkgBase = (0, get_package_base_1.getPackageBase)(id);
		const emitAssetDirectory = (wildcardPath) => {
			if (!job.analysis.emitGlobs) return;
			wildcardPath = wildcardPath.replaceAll(path_1.default.sep, path_1.default.posix.sep);
			const wildcardIndex = wildcardPath.indexOf(static_eval_1.WILDCARD);
			const dirIndex = wildcardIndex === -1 ? wildcardPath.length : wildcardPath.lastIndexOf(path_1.default.posix.sep, wildcardIndex);
			const assetDirPath = wildcardPath.substring(0, dirIndex);
			const patternPath = wildcardPath.slice(dirIndex);
			const wildcardPattern = patternPath.replace(static_eval_1.wildcardRegEx, (_match, index) => {
				return patternPath[index - 1] === path_1.default.posix.sep ? "**/*" : "*";
			}).replace(repeatGlobRegEx, "/**/*") || "/**/*";
			if (job.ignoreFn(path_1.default.relative(job.base, assetDirPath + wildcardPattern))) return;
			assetEmissionPromises = assetEmissionPromises.then(async () => {
				if (job.log) console.log("Globbing " + assetDirPath + wildcardPattern);
				(await (0, glob_1.glob)(assetDirPath + wildcardPattern, {
					mark: true,
					ignore: assetDirPath + "/**/node_modules/**/*",
					dot: true,
					nodir: true
				})).filter((name) => !excludeAssetExtensions.has(path_1.default.extname(name)) && !excludeAssetFiles.has(path_1.default.basename(name))).forEach((file) => assets.add(file));
			});
		};
		let assetEmissionPromises = Promise.resolve();
		code = code.replace(/^#![^\n\r]*[\r\n]/, "");
		let ast;
		let isESM = false;
		try {
			ast = acorn.parse(code, {
				ecmaVersion: "latest",
				allowReturnOutsideFunction: true
			});
			isESM = false;
		} catch (e) {
			if (!(e && e.message && e.message.includes("sourceType: module"))) job.warnings.add(/* @__PURE__ */ new Error(`Failed to parse ${id} as script:\n${e && e.message}`));
		}
		if (!ast) try {
			ast = acorn.parse(code, {
				ecmaVersion: "latest",
				sourceType: "module",
				allowAwaitOutsideFunction: true
			});
			isESM = true;
		} catch (e) {
			job.warnings.add(/* @__PURE__ */ new Error(`Failed to parse ${id} as module:\n${e && e.message}`));
			return {
				assets,
				deps,
				imports,
				isESM: false
			};
		}
		const importMeta = {
			url: (0, url_1.pathToFileURL)(id).href,
			dirname: path_1.default.resolve(id, ".."),
			filename: id
		};
		const knownBindings = Object.assign(Object.create(null), {
			__dirname: {
				shadowDepth: 0,
				value: { value: importMeta.dirname }
			},
			__filename: {
				shadowDepth: 0,
				value: { value: importMeta.filename }
			},
			process: {
				shadowDepth: 0,
				value: { value: staticProcess }
			}
		});
		if (!isESM || job.mixedModules) {
			knownBindings.require = {
				shadowDepth: 0,
				value: { value: {
					[static_eval_1.FUNCTION](specifier) {
						deps.add(specifier);
						return staticModules[specifier.startsWith("node:") ? specifier.slice(5) : specifier].default;
					},
					resolve(specifier) {
						return (0, resolve_dependency_js_1.default)(specifier, id, job);
					}
				} }
			};
			knownBindings.require.value.value.resolve[TRIGGER] = true;
		}
		function setKnownBinding(name, value) {
			if (name === "require" && "value" in value && value.value !== BOUND_REQUIRE) return;
			knownBindings[name] = {
				shadowDepth: 0,
				value
			};
		}
		function getKnownBinding(name) {
			const binding = knownBindings[name];
			if (binding) {
				if (binding.shadowDepth === 0) return binding.value;
			}
		}
		function hasKnownBindingValue(name) {
			const binding = knownBindings[name];
			return binding && binding.shadowDepth === 0;
		}
		if ((isESM || job.mixedModules) && isAst(ast)) {
			for (const decl of ast.body) if (decl.type === "ImportDeclaration") {
				const source = String(decl.source.value);
				deps.add(source);
				const staticModule = staticModules[source.startsWith("node:") ? source.slice(5) : source];
				if (staticModule) {
					for (const impt of decl.specifiers) if (impt.type === "ImportNamespaceSpecifier") setKnownBinding(impt.local.name, { value: staticModule });
					else if (impt.type === "ImportDefaultSpecifier" && "default" in staticModule) setKnownBinding(impt.local.name, { value: staticModule.default });
					else if (impt.type === "ImportSpecifier" && impt.imported.name in staticModule) setKnownBinding(impt.local.name, { value: staticModule[impt.imported.name] });
				}
			} else if (decl.type === "ExportNamedDeclaration" || decl.type === "ExportAllDeclaration") {
				if (decl.source) deps.add(String(decl.source.value));
			}
		}
		const staticEvalVars = createStaticEvalVars(knownBindings, globalBindings, importMeta);
		async function computePureStaticValue(expr, computeBranches = true) {
			return await (0, static_eval_1.evaluate)(expr, staticEvalVars, computeBranches);
		}
		let staticChildNode;
		let staticChildValue;
		let definedExpressEngines = false;
		function emitWildcardRequire(wildcardRequire) {
			if (!job.analysis.emitGlobs || !wildcardRequire.startsWith("./") && !wildcardRequire.startsWith("../")) return;
			wildcardRequire = path_1.default.resolve(dir, wildcardRequire).replaceAll(path_1.default.sep, path_1.default.posix.sep);
			const wildcardIndex = wildcardRequire.indexOf(static_eval_1.WILDCARD);
			const dirIndex = wildcardIndex === -1 ? wildcardRequire.length : wildcardRequire.lastIndexOf(path_1.default.posix.sep, wildcardIndex);
			const wildcardDirPath = wildcardRequire.substring(0, dirIndex);
			const patternPath = wildcardRequire.slice(dirIndex);
			let wildcardPattern = patternPath.replace(static_eval_1.wildcardRegEx, (_match, index) => {
				return patternPath[index - 1] === path_1.default.posix.sep ? "**/*" : "*";
			}) || "/**/*";
			if (!wildcardPattern.endsWith("*")) wildcardPattern += "?(" + (job.ts ? ".ts|.tsx|" : "") + ".js|.json|.node)";
			if (job.ignoreFn(path_1.default.relative(job.base, wildcardDirPath + wildcardPattern))) return;
			assetEmissionPromises = assetEmissionPromises.then(async () => {
				if (job.log) console.log("Globbing " + wildcardDirPath + wildcardPattern);
				(await (0, glob_1.glob)(wildcardDirPath + wildcardPattern, {
					mark: true,
					ignore: wildcardDirPath + "/**/node_modules/**/*",
					nodir: true
				})).filter((name) => !excludeAssetExtensions.has(path_1.default.extname(name)) && !excludeAssetFiles.has(path_1.default.basename(name))).forEach((file) => deps.add(file));
			});
		}
		async function processRequireArg(expression, isImport = false) {
			if (expression.type === "ConditionalExpression") {
				await processRequireArg(expression.consequent, isImport);
				await processRequireArg(expression.alternate, isImport);
				return;
			}
			if (expression.type === "LogicalExpression") {
				await processRequireArg(expression.left, isImport);
				await processRequireArg(expression.right, isImport);
				return;
			}
			let computed = await computePureStaticValue(expression, true);
			if (!computed) return;
			function add(value) {
				(isImport ? imports : deps).add(value);
			}
			if ("value" in computed && typeof computed.value === "string") {
				if (!computed.wildcards) add(computed.value);
				else if (computed.wildcards.length >= 1) emitWildcardRequire(computed.value);
			} else {
				if ("ifTrue" in computed && typeof computed.ifTrue === "string") add(computed.ifTrue);
				if ("else" in computed && typeof computed.else === "string") add(computed.else);
			}
		}
		let scope = (0, pluginutils_1.attachScopes)(ast, "scope");
		if (isAst(ast)) {
			(0, wrappers_1.handleWrappers)(ast);
			await (0, special_cases_1.default)({
				id,
				ast,
				emitDependency: (path) => deps.add(path),
				emitAsset: (path) => assets.add(path),
				emitAssetDirectory,
				job
			});
		}
		async function backtrack(parent, context) {
			if (!staticChildNode) throw new Error("Internal error: No staticChildNode for backtrack.");
			const curStaticValue = await computePureStaticValue(parent, true);
			if (curStaticValue) {
				if ("value" in curStaticValue && typeof curStaticValue.value !== "symbol" || "ifTrue" in curStaticValue && typeof curStaticValue.ifTrue !== "symbol" && typeof curStaticValue.else !== "symbol") {
					staticChildValue = curStaticValue;
					staticChildNode = parent;
					if (context) context.skip();
					return;
				}
			}
			await emitStaticChildAsset();
		}
		await (0, estree_walker_1.asyncWalk)(ast, {
			async enter(_node, _parent) {
				const node = _node;
				const parent = _parent;
				if (node.scope) {
					scope = node.scope;
					for (const id in node.scope.declarations) if (id in knownBindings) knownBindings[id].shadowDepth++;
				}
				if (staticChildNode) return;
				if (!parent) return;
				if (node.type === "Identifier") {
					if ((0, ast_helpers_1.isIdentifierRead)(node, parent) && job.analysis.computeFileReferences) {
						let binding;
						if (typeof (binding = getKnownBinding(node.name)?.value) === "string" && binding.match(absoluteRegEx) || binding && (typeof binding === "function" || typeof binding === "object") && binding[TRIGGER]) {
							staticChildValue = { value: typeof binding === "string" ? binding : void 0 };
							staticChildNode = node;
							await backtrack(parent, this);
						}
					}
				} else if (job.analysis.computeFileReferences && node.type === "MemberExpression" && node.object.type === "MetaProperty" && node.object.meta.name === "import" && node.object.property.name === "meta") {
					const prop = node.property.computed ? node.property.value : node.property.name;
					if (prop === "url" || prop === "dirname" || prop === "filename") {
						staticChildValue = { value: importMeta[prop] };
						staticChildNode = node;
						await backtrack(parent, this);
					}
				} else if (node.type === "ImportExpression") {
					await processRequireArg(node.source, true);
					return;
				} else if (node.type === "CallExpression") {
					if ((!isESM || job.mixedModules) && node.callee.type === "Identifier" && node.arguments.length) {
						if (node.callee.name === "require" && knownBindings.require && knownBindings.require.shadowDepth === 0) {
							await processRequireArg(node.arguments[0]);
							return;
						}
					} else if ((!isESM || job.mixedModules) && node.callee.type === "MemberExpression" && node.callee.object.type === "Identifier" && node.callee.object.name === "module" && "module" in knownBindings === false && node.callee.property.type === "Identifier" && !node.callee.computed && node.callee.property.name === "require" && node.arguments.length) {
						await processRequireArg(node.arguments[0]);
						return;
					} else if ((!isESM || job.mixedModules) && node.callee.type === "MemberExpression" && node.callee.object.type === "Identifier" && node.callee.object.name === "require" && knownBindings.require && knownBindings.require.shadowDepth === 0 && node.callee.property.type === "Identifier" && !node.callee.computed && node.callee.property.name === "resolve" && node.arguments.length) {
						await processRequireArg(node.arguments[0]);
						return;
					} else if (node.callee.type === "MemberExpression" && node.callee.object.type === "MetaProperty" && node.callee.object.meta.name === "import" && node.callee.object.property.name === "meta" && (node.callee.computed ? node.callee.property.type === "Literal" && node.callee.property.value === "resolve" : node.callee.property.type === "Identifier" && node.callee.property.name === "resolve") && node.arguments.length) {
						await processRequireArg(node.arguments[0], true);
						return;
					}
					const calleeValue = job.analysis.evaluatePureExpressions && await computePureStaticValue(node.callee, false);
					if (calleeValue && "value" in calleeValue && typeof calleeValue.value === "function" && calleeValue.value[TRIGGER] && job.analysis.computeFileReferences) {
						staticChildValue = await computePureStaticValue(node, true);
						if (staticChildValue && parent) {
							staticChildNode = node;
							await backtrack(parent, this);
						}
					} else if (calleeValue && "value" in calleeValue && typeof calleeValue.value === "symbol") switch (calleeValue.value) {
						case BOUND_REQUIRE:
							if (node.arguments.length === 1 && node.arguments[0].type === "Literal" && node.callee.type === "Identifier" && (!knownBindings.require || knownBindings.require.shadowDepth === 0)) await processRequireArg(node.arguments[0]);
							break;
						case BINDINGS:
							if (node.arguments.length) {
								const arg = await computePureStaticValue(node.arguments[0], false);
								if (arg && "value" in arg && arg.value) {
									let opts;
									if (typeof arg.value === "object") opts = arg.value;
									else if (typeof arg.value === "string") opts = { bindings: arg.value };
									if (!opts.path) opts.path = true;
									opts.module_root = pkgBase;
									let resolved;
									try {
										resolved = (0, bindings_1.default)(opts);
									} catch (e) {}
									if (resolved) {
										staticChildValue = { value: resolved };
										staticChildNode = node;
										await emitStaticChildAsset();
									}
								}
							}
							break;
						case NODE_GYP_BUILD:
							if (node.arguments.length) {
								const arg = await computePureStaticValue(node.arguments[0], false);
								if (arg && "value" in arg && arg.value) {
									const pathJoinedDir = arg.value;
									let resolved;
									try {
										const pkgName = node?.callee?.arguments?.[0]?.value || "node-gyp-build";
										const nodeGypBuildPath = (0, resolve_from_1.default)(pathJoinedDir, pkgName);
										resolved = __require(nodeGypBuildPath).path(pathJoinedDir);
									} catch (e) {
										try {
											resolved = node_gyp_build_1.default.path(pathJoinedDir);
										} catch (e) {}
									}
									if (resolved) {
										staticChildValue = { value: resolved };
										staticChildNode = node;
										await emitStaticChildAsset();
									}
								}
							}
							break;
						case NBIND_INIT:
							if (node.arguments.length) {
								const arg = await computePureStaticValue(node.arguments[0], false);
								if (arg && "value" in arg && (typeof arg.value === "string" || typeof arg.value === "undefined")) {
									const bindingInfo = (0, binary_locators_1.nbind)(arg.value);
									if (bindingInfo && bindingInfo.path) {
										deps.add(path_1.default.relative(dir, bindingInfo.path).replace(/\\/g, "/"));
										return this.skip();
									}
								}
							}
							break;
						case EXPRESS_SET:
							if (node.arguments.length === 2 && node.arguments[0].type === "Literal" && node.arguments[0].value === "view engine" && !definedExpressEngines) {
								await processRequireArg(node.arguments[1]);
								return this.skip();
							}
							break;
						case EXPRESS_ENGINE:
							definedExpressEngines = true;
							break;
						case PINO_TRANSPORT:
							if (node.arguments.length >= 1 && node.arguments[0].type === "ObjectExpression") {
								await processPinoTransportObject(node.arguments[0], processRequireArg);
								return this.skip();
							}
							break;
						case FASTIFY_LOGGER:
							if (node.arguments.length >= 1 && node.arguments[0].type === "ObjectExpression") {
								for (const prop of node.arguments[0].properties) if (prop.type === "Property" && !prop.computed && prop.key.type === "Identifier" && prop.key.name === "logger" && prop.value.type === "ObjectExpression") {
									for (const loggerProp of prop.value.properties) if (loggerProp.type === "Property" && !loggerProp.computed && loggerProp.key.type === "Identifier" && loggerProp.key.name === "transport" && loggerProp.value.type === "ObjectExpression") await processPinoTransportObject(loggerProp.value, processRequireArg);
								}
							}
							break;
						case FS_FN:
						case FS_DIR_FN:
							if (node.arguments[0] && job.analysis.computeFileReferences) {
								staticChildValue = await computePureStaticValue(node.arguments[0], true);
								if (staticChildValue) {
									staticChildNode = node.arguments[0];
									if (calleeValue.value === FS_DIR_FN && node.arguments[0].type === "Identifier" && node.arguments[0].name === "__dirname") emitAssetDirectory(dir);
									else await backtrack(parent, this);
									return this.skip();
								}
							}
							break;
						case SET_ROOT_DIR:
							if (node.arguments[0]) {
								const rootDir = await computePureStaticValue(node.arguments[0], false);
								if (rootDir && "value" in rootDir && rootDir.value) emitAssetDirectory(rootDir.value + "/intl");
								return this.skip();
							}
							break;
						case PKG_INFO:
							let pjsonPath = path_1.default.resolve(id, "../package.json");
							const rootPjson = path_1.default.resolve("/package.json");
							while (pjsonPath !== rootPjson && await job.stat(pjsonPath) === null) pjsonPath = path_1.default.resolve(pjsonPath, "../../package.json");
							if (pjsonPath !== rootPjson) assets.add(pjsonPath);
							break;
						case MODULE_FN: if (node.arguments.length && node.arguments[0].type === "Literal") {
							const pathOrSpecifier = node.arguments[0].value;
							if (pathOrSpecifier.startsWith(".")) {
								const computedParentURL = node.arguments.length > 1 ? await computePureStaticValue(node.arguments[1]) : void 0;
								if (computedParentURL && "value" in computedParentURL) {
									const parentURL = computedParentURL.value instanceof url_1.URL ? computedParentURL.value.href : typeof computedParentURL.value === "string" ? computedParentURL.value : computedParentURL.value.parentURL;
									const srcURL = new url_1.URL(pathOrSpecifier, parentURL).href;
									const currentDirURL = importMeta.url.slice(0, importMeta.url.lastIndexOf("/"));
									const srcPath = path_1.default.relative(currentDirURL, srcURL);
									const relativeSrcPath = srcPath.startsWith(".") ? srcPath : "./" + srcPath;
									imports.add(relativeSrcPath);
								}
							} else imports.add(pathOrSpecifier);
						}
					}
					else if (calleeValue && "value" in calleeValue && typeof calleeValue.value === "object" && calleeValue.value !== null && calleeValue.value.transport === PINO_TRANSPORT && node.arguments.length >= 1 && node.arguments[0].type === "ObjectExpression") {
						for (const prop of node.arguments[0].properties) if (prop.type === "Property" && !prop.computed && prop.key.type === "Identifier" && prop.key.name === "transport" && prop.value.type === "ObjectExpression") await processPinoTransportObject(prop.value, processRequireArg);
					}
				} else if (node.type === "VariableDeclaration" && parent && !(0, ast_helpers_1.isVarLoop)(parent) && job.analysis.evaluatePureExpressions) for (const decl of node.declarations) {
					if (!decl.init) continue;
					const computed = await computePureStaticValue(decl.init, true);
					if (computed) {
						if (decl.id.type === "Identifier") setKnownBinding(decl.id.name, computed);
						else if (decl.id.type === "ObjectPattern" && "value" in computed) for (const prop of decl.id.properties) {
							if (prop.type !== "Property" || prop.key.type !== "Identifier" || prop.value.type !== "Identifier" || typeof computed.value !== "object" || computed.value === null || !(prop.key.name in computed.value)) continue;
							setKnownBinding(prop.value.name, { value: computed.value[prop.key.name] });
						}
						if (!("value" in computed) && isAbsolutePathOrUrl(computed.ifTrue) && isAbsolutePathOrUrl(computed.else)) {
							staticChildValue = computed;
							staticChildNode = decl.init;
							await emitStaticChildAsset();
						}
					}
				}
				else if (node.type === "AssignmentExpression" && parent && !(0, ast_helpers_1.isLoop)(parent) && job.analysis.evaluatePureExpressions) {
					if (!hasKnownBindingValue(node.left.name)) {
						const computed = await computePureStaticValue(node.right, false);
						if (computed && "value" in computed) {
							if (node.left.type === "Identifier") setKnownBinding(node.left.name, computed);
							else if (node.left.type === "ObjectPattern") for (const prop of node.left.properties) {
								if (prop.type !== "Property" || prop.key.type !== "Identifier" || prop.value.type !== "Identifier" || typeof computed.value !== "object" || computed.value === null || !(prop.key.name in computed.value)) continue;
								setKnownBinding(prop.value.name, { value: computed.value[prop.key.name] });
							}
							if (isAbsolutePathOrUrl(computed.value)) {
								staticChildValue = computed;
								staticChildNode = node.right;
								await emitStaticChildAsset();
							}
						}
					}
				} else if ((!isESM || job.mixedModules) && (node.type === "FunctionDeclaration" || node.type === "FunctionExpression" || node.type === "ArrowFunctionExpression") && (node.arguments || node.params)[0] && (node.arguments || node.params)[0].type === "Identifier") {
					let fnName;
					let args;
					if ((node.type === "ArrowFunctionExpression" || node.type === "FunctionExpression") && parent && parent.type === "VariableDeclarator" && parent.id.type === "Identifier") {
						fnName = parent.id;
						args = node.arguments || node.params;
					} else if (node.id) {
						fnName = node.id;
						args = node.arguments || node.params;
					}
					if (fnName && node.body.body) {
						let requireDecl, returned = false;
						for (let i = 0; i < node.body.body.length; i++) {
							if (node.body.body[i].type === "VariableDeclaration" && !requireDecl) requireDecl = node.body.body[i].declarations.find((decl) => decl && decl.id && decl.id.type === "Identifier" && decl.init && decl.init.type === "CallExpression" && decl.init.callee.type === "Identifier" && decl.init.callee.name === "require" && knownBindings.require.shadowDepth === 0 && decl.init.arguments[0] && decl.init.arguments[0].type === "Identifier" && decl.init.arguments[0].name === args[0].name);
							if (requireDecl && node.body.body[i].type === "ReturnStatement" && node.body.body[i].argument && node.body.body[i].argument.type === "Identifier" && node.body.body[i].argument.name === requireDecl.id.name) {
								returned = true;
								break;
							}
						}
						if (returned) setKnownBinding(fnName.name, { value: BOUND_REQUIRE });
					}
				}
				if (node.type === "CallExpression" && node.callee.type === "MemberExpression" && node.callee.object.type === "Identifier" && node.callee.object.name === "module" && node.callee.property.type === "Identifier" && node.callee.property.name === "createRequire") {
					if (parent.type === "VariableDeclarator" && parent.id.type === "Identifier") {
						const requireName = parent.id.name;
						setKnownBinding(requireName, { value: BOUND_REQUIRE });
					}
				}
				if (node.type === "CallExpression" && node.callee.type === "Identifier" && node.callee.name === "createRequire") {
					const createRequireBinding = getKnownBinding("createRequire");
					if (createRequireBinding && "value" in createRequireBinding && createRequireBinding.value === CREATE_REQUIRE) {
						if (parent.type === "VariableDeclarator" && parent.id.type === "Identifier") {
							const requireName = parent.id.name;
							setKnownBinding(requireName, { value: BOUND_REQUIRE });
						}
					}
				}
			},
			async leave(_node, _parent) {
				const node = _node;
				const parent = _parent;
				if (node.scope) {
					if (scope.parent) scope = scope.parent;
					for (const id in node.scope.declarations) if (id in knownBindings) {
						if (knownBindings[id].shadowDepth > 0) knownBindings[id].shadowDepth--;
						else delete knownBindings[id];
					}
				}
				if (staticChildNode && parent) await backtrack(parent, this);
			}
		});
		await assetEmissionPromises;
		return {
			assets,
			deps,
			imports,
			isESM
		};
		async function emitAssetPath(assetPath) {
			const wildcardIndex = assetPath.indexOf(static_eval_1.WILDCARD);
			const dirIndex = wildcardIndex === -1 ? assetPath.length : assetPath.lastIndexOf(path_1.default.sep, wildcardIndex);
			const basePath = assetPath.substring(0, dirIndex);
			try {
				var stats = await job.stat(basePath);
				if (stats === null) throw new Error("file not found");
			} catch (e) {
				return;
			}
			if (wildcardIndex !== -1 && stats.isFile()) return;
			if (pkgBase) {
				const nodeModulesBase = id.substring(0, id.indexOf(path_1.default.sep + "node_modules")) + path_1.default.sep + "node_modules" + path_1.default.sep;
				if (!assetPath.startsWith(nodeModulesBase)) {
					if (job.log) console.log("Skipping asset emission of " + assetPath + " for " + id + " as it is outside the package base " + pkgBase);
					return;
				}
			}
			if (stats.isFile()) {
				if (job.ignoreFn(path_1.default.relative(job.base, assetPath))) return;
				assets.add(assetPath);
			} else if (stats.isDirectory()) {
				if (job.ignoreFn(path_1.default.relative(job.base, assetPath))) return;
				if (validWildcard(assetPath)) emitAssetDirectory(assetPath);
			}
		}
		function validWildcard(assetPath) {
			let wildcardSuffix = "";
			if (assetPath.endsWith(path_1.default.sep)) wildcardSuffix = path_1.default.sep;
			else if (assetPath.endsWith(path_1.default.sep + static_eval_1.WILDCARD)) wildcardSuffix = path_1.default.sep + static_eval_1.WILDCARD;
			else if (assetPath.endsWith(static_eval_1.WILDCARD)) wildcardSuffix = static_eval_1.WILDCARD;
			if (assetPath === dir + wildcardSuffix) return false;
			if (assetPath === cwd + wildcardSuffix) return false;
			if (assetPath.endsWith(path_1.default.sep + "node_modules" + wildcardSuffix)) return false;
			if (dir.startsWith(assetPath.slice(0, assetPath.length - wildcardSuffix.length) + path_1.default.sep)) return false;
			if (pkgBase) {
				const nodeModulesBase = id.substring(0, id.indexOf(path_1.default.sep + "node_modules")) + path_1.default.sep + "node_modules" + path_1.default.sep;
				if (!assetPath.startsWith(nodeModulesBase)) {
					if (job.log) console.log("Skipping asset emission of " + assetPath.replace(static_eval_1.wildcardRegEx, "*") + " for " + id + " as it is outside the package base " + pkgBase);
					return false;
				}
			}
			return true;
		}
		function resolveAbsolutePathOrUrl(value) {
			return value instanceof url_1.URL ? (0, url_1.fileURLToPath)(value) : value.startsWith("file:") ? (0, url_1.fileURLToPath)(new url_1.URL(value)) : path_1.default.resolve(value);
		}
		async function emitStaticChildAsset() {
			if (!staticChildValue) return;
			if ("value" in staticChildValue && isAbsolutePathOrUrl(staticChildValue.value)) try {
				await emitAssetPath(resolveAbsolutePathOrUrl(staticChildValue.value));
			} catch (e) {}
			else if ("ifTrue" in staticChildValue && "else" in staticChildValue && isAbsolutePathOrUrl(staticChildValue.ifTrue) && isAbsolutePathOrUrl(staticChildValue.else)) {
				let resolvedThen;
				try {
					resolvedThen = resolveAbsolutePathOrUrl(staticChildValue.ifTrue);
				} catch (e) {}
				let resolvedElse;
				try {
					resolvedElse = resolveAbsolutePathOrUrl(staticChildValue.else);
				} catch (e) {}
				if (resolvedThen) await emitAssetPath(resolvedThen);
				if (resolvedElse) await emitAssetPath(resolvedElse);
			} else if (staticChildNode && staticChildNode.type === "ArrayExpression" && "value" in staticChildValue && staticChildValue.value instanceof Array) for (const value of staticChildValue.value) try {
				await emitAssetPath(resolveAbsolutePathOrUrl(value));
			} catch (e) {}
			staticChildNode = staticChildValue = void 0;
		}
	}
	function isAst(ast) {
		return "body" in ast;
	}
}));
// node_modules/@vercel/nft/out/utils/sharedlib-emit.js
var require_sharedlib_emit = /* @__PURE__ */ __commonJSMin(((exports, module, this$5) => {
	var __importDefault = this$5 && this$5.__importDefault || function(mod) {
		return mod && mod.__esModule ? mod : { "default": mod };
	};
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.sharedLibEmit = sharedLibEmit;
	const os_1 = __importDefault(__require("os"));
	const path_1 = __importDefault(__require("path"));
	const glob_1 = require_index_min();
	const get_package_base_1 = require_get_package_base();
	let sharedlibGlob = "";
	switch (os_1.default.platform()) {
		case "darwin":
			sharedlibGlob = "/**/*.@(dylib|so?(.*))";
			break;
		case "win32":
			sharedlibGlob = "/**/*.dll";
			break;
		default: sharedlibGlob = "/**/*.so?(.*)";
	}
	async function sharedLibEmit(p, job) {
		const pkgPath = (0, get_package_base_1.getPackageBase)(p);
		if (!pkgPath) return;
		const files = await (0, glob_1.glob)(pkgPath.replaceAll(path_1.default.sep, path_1.default.posix.sep) + sharedlibGlob, {
			ignore: pkgPath.replaceAll(path_1.default.sep, path_1.default.posix.sep) + "/**/node_modules/**/*",
			dot: true
		});
		await Promise.all(files.map((file) => job.emitFile(file, "sharedlib", p)));
	}
}));
// node_modules/async-sema/lib/index.js
var require_lib = /* @__PURE__ */ __commonJSMin(((exports, module, this$4) => {
	var __importDefault = this$4 && this$4.__importDefault || function(mod) {
		return mod && mod.__esModule ? mod : { "default": mod };
	};
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.RateLimit = exports.Sema = void 0;
	const events_1 = __importDefault(__require("events"));
	function arrayMove(src, srcIndex, dst, dstIndex, len) {
		for (let j = 0; j < len; ++j) {
			dst[j + dstIndex] = src[j + srcIndex];
			src[j + srcIndex] = void 0;
		}
	}
	function pow2AtLeast(n) {
		n = n >>> 0;
		n = n - 1;
		n = n | n >> 1;
		n = n | n >> 2;
		n = n | n >> 4;
		n = n | n >> 8;
		n = n | n >> 16;
		return n + 1;
	}
	function getCapacity(capacity) {
		return pow2AtLeast(Math.min(Math.max(16, capacity), 1073741824));
	}
	var Deque = class {
		constructor(capacity) {
			this._capacity = getCapacity(capacity);
			this._length = 0;
			this._front = 0;
			this.arr = [];
		}
		push(item) {
			const length = this._length;
			this.checkCapacity(length + 1);
			const i = this._front + length & this._capacity - 1;
			this.arr[i] = item;
			this._length = length + 1;
			return length + 1;
		}
		pop() {
			const length = this._length;
			if (length === 0) return;
			const i = this._front + length - 1 & this._capacity - 1;
			const ret = this.arr[i];
			this.arr[i] = void 0;
			this._length = length - 1;
			return ret;
		}
		shift() {
			const length = this._length;
			if (length === 0) return;
			const front = this._front;
			const ret = this.arr[front];
			this.arr[front] = void 0;
			this._front = front + 1 & this._capacity - 1;
			this._length = length - 1;
			return ret;
		}
		get length() {
			return this._length;
		}
		checkCapacity(size) {
			if (this._capacity < size) this.resizeTo(getCapacity(this._capacity * 1.5 + 16));
		}
		resizeTo(capacity) {
			const oldCapacity = this._capacity;
			this._capacity = capacity;
			const front = this._front;
			const length = this._length;
			if (front + length > oldCapacity) {
				const moveItemsCount = front + length & oldCapacity - 1;
				arrayMove(this.arr, 0, this.arr, oldCapacity, moveItemsCount);
			}
		}
	};
	var ReleaseEmitter = class extends events_1.default {};
	function isFn(x) {
		return typeof x === "function";
	}
	function defaultInit() {
		return "1";
	}
	var Sema = class {
		constructor(nr, { initFn = defaultInit, pauseFn, resumeFn, capacity = 10 } = {}) {
			if (isFn(pauseFn) !== isFn(resumeFn)) throw new Error("pauseFn and resumeFn must be both set for pausing");
			this.nrTokens = nr;
			this.free = new Deque(nr);
			this.waiting = new Deque(capacity);
			this.releaseEmitter = new ReleaseEmitter();
			this.noTokens = initFn === defaultInit;
			this.pauseFn = pauseFn;
			this.resumeFn = resumeFn;
			this.paused = false;
			this.releaseEmitter.on("release", (token) => {
				const p = this.waiting.shift();
				if (p) p.resolve(token);
				else {
					if (this.resumeFn && this.paused) {
						this.paused = false;
						this.resumeFn();
					}
					this.free.push(token);
				}
			});
			for (let i = 0; i < nr; i++) this.free.push(initFn());
		}
		tryAcquire() {
			return this.free.pop();
		}
		async acquire() {
			let token = this.tryAcquire();
			if (token !== void 0) return token;
			return new Promise((resolve, reject) => {
				if (this.pauseFn && !this.paused) {
					this.paused = true;
					this.pauseFn();
				}
				this.waiting.push({
					resolve,
					reject
				});
			});
		}
		release(token) {
			this.releaseEmitter.emit("release", this.noTokens ? "1" : token);
		}
		drain() {
			const a = new Array(this.nrTokens);
			for (let i = 0; i < this.nrTokens; i++) a[i] = this.acquire();
			return Promise.all(a);
		}
		nrWaiting() {
			return this.waiting.length;
		}
	};
	exports.Sema = Sema;
	function RateLimit(rps, { timeUnit = 1e3, uniformDistribution = false } = {}) {
		const sema = new Sema(uniformDistribution ? 1 : rps);
		const delay = uniformDistribution ? timeUnit / rps : timeUnit;
		return async function rl() {
			await sema.acquire();
			setTimeout(() => sema.release(), delay);
		};
	}
	exports.RateLimit = RateLimit;
}));
// node_modules/@vercel/nft/out/fs.js
var require_fs = /* @__PURE__ */ __commonJSMin(((exports, module, this$3) => {
	var __importDefault = this$3 && this$3.__importDefault || function(mod) {
		return mod && mod.__esModule ? mod : { "default": mod };
	};
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.CachedFileSystem = void 0;
	const path_1 = __require("path");
	const graceful_fs_1 = __importDefault(require_graceful_fs());
	const async_sema_1 = require_lib();
	const fsReadFile = graceful_fs_1.default.promises.readFile;
	const fsReadlink = graceful_fs_1.default.promises.readlink;
	const fsStat = graceful_fs_1.default.promises.stat;
	var CachedFileSystem = class {
		fileCache;
		statCache;
		symlinkCache;
		fileIOQueue;
		constructor({ cache, fileIOConcurrency }) {
			this.fileIOQueue = new async_sema_1.Sema(fileIOConcurrency);
			this.fileCache = cache?.fileCache ?? /* @__PURE__ */ new Map();
			this.statCache = cache?.statCache ?? /* @__PURE__ */ new Map();
			this.symlinkCache = cache?.symlinkCache ?? /* @__PURE__ */ new Map();
			if (cache) {
				cache.fileCache = this.fileCache;
				cache.statCache = this.statCache;
				cache.symlinkCache = this.symlinkCache;
			}
		}
		async readlink(path) {
			const cached = this.symlinkCache.get(path);
			if (cached !== void 0) return cached;
			const readlinkPromise = this.executeFileIO(path, this._internalReadlink);
			this.symlinkCache.set(path, readlinkPromise);
			return readlinkPromise;
		}
		async readFile(path) {
			const cached = this.fileCache.get(path);
			if (cached !== void 0) return cached;
			const readFilePromise = this.executeFileIO(path, this._internalReadFile);
			this.fileCache.set(path, readFilePromise);
			return readFilePromise;
		}
		async stat(path) {
			const cached = this.statCache.get(path);
			if (cached !== void 0) return cached;
			const statPromise = this.executeFileIO(path, this._internalStat);
			this.statCache.set(path, statPromise);
			return statPromise;
		}
		async _internalReadlink(path) {
			try {
				const link = await fsReadlink(path);
				const stats = this.statCache.get(path);
				if (stats) this.statCache.set((0, path_1.resolve)(path, link), stats);
				return link;
			} catch (e) {
				if (e.code !== "EINVAL" && e.code !== "ENOENT" && e.code !== "UNKNOWN") throw e;
				return null;
			}
		}
		async _internalReadFile(path) {
			try {
				return (await fsReadFile(path)).toString();
			} catch (e) {
				if (e.code === "ENOENT" || e.code === "EISDIR") return null;
				throw e;
			}
		}
		async _internalStat(path) {
			try {
				return await fsStat(path);
			} catch (e) {
				if (e.code === "ENOENT") return null;
				throw e;
			}
		}
		async executeFileIO(path, fileIO) {
			await this.fileIOQueue.acquire();
			try {
				return await fileIO.call(this, path);
			} finally {
				this.fileIOQueue.release();
			}
		}
	};
	exports.CachedFileSystem = CachedFileSystem;
}));
// node_modules/@vercel/nft/out/node-file-trace.js
var require_node_file_trace = /* @__PURE__ */ __commonJSMin(((exports, module, this$2) => {
	var __createBinding = this$2 && this$2.__createBinding || (Object.create ? (function(o, m, k, k2) {
		if (k2 === void 0) k2 = k;
		var desc = Object.getOwnPropertyDescriptor(m, k);
		if (!desc || ("get" in desc ? !m.__esModule : desc.writable || desc.configurable)) desc = {
			enumerable: true,
			get: function() {
				return m[k];
			}
		};
		Object.defineProperty(o, k2, desc);
	}) : (function(o, m, k, k2) {
		if (k2 === void 0) k2 = k;
		o[k2] = m[k];
	}));
	var __setModuleDefault = this$2 && this$2.__setModuleDefault || (Object.create ? (function(o, v) {
		Object.defineProperty(o, "default", {
			enumerable: true,
			value: v
		});
	}) : function(o, v) {
		o["default"] = v;
	});
	var __importStar = this$2 && this$2.__importStar || (function() {
		var ownKeys = function(o) {
			ownKeys = Object.getOwnPropertyNames || function(o) {
				var ar = [];
				for (var k in o) if (Object.prototype.hasOwnProperty.call(o, k)) ar[ar.length] = k;
				return ar;
			};
			return ownKeys(o);
		};
		return function(mod) {
			if (mod && mod.__esModule) return mod;
			var result = {};
			if (mod != null) {
				for (var k = ownKeys(mod), i = 0; i < k.length; i++) if (k[i] !== "default") __createBinding(result, mod, k[i]);
			}
			__setModuleDefault(result, mod);
			return result;
		};
	})();
	var __importDefault = this$2 && this$2.__importDefault || function(mod) {
		return mod && mod.__esModule ? mod : { "default": mod };
	};
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.Job = void 0;
	exports.nodeFileTrace = nodeFileTrace;
	const path_1 = __require("path");
	const analyze_1 = __importDefault(require_analyze());
	const resolve_dependency_1 = __importStar(require_resolve_dependency());
	const picomatch_1 = require_picomatch();
	const sharedlib_emit_1 = require_sharedlib_emit();
	const fs_1 = require_fs();
	function inPath(path, parent) {
		const pathWithSep = (0, path_1.join)(parent, path_1.sep);
		return path.startsWith(pathWithSep) && path !== pathWithSep;
	}
	async function nodeFileTrace(files, opts = {}) {
		const job = new Job(opts);
		if (opts.readFile) job.readFile = opts.readFile;
		if (opts.stat) job.stat = opts.stat;
		if (opts.readlink) job.readlink = opts.readlink;
		if (opts.resolve) job.resolve = opts.resolve;
		job.ts = true;
		await Promise.all(files.map(async (file) => {
			const path = (0, path_1.resolve)(file);
			await job.emitFile(path, "initial");
			return job.emitDependency(path);
		}));
		return {
			fileList: job.fileList,
			esmFileList: job.esmFileList,
			reasons: job.reasons,
			warnings: job.warnings
		};
	}
	var Job = class {
		ts;
		base;
		cwd;
		conditions;
		exportsOnly;
		moduleSyncCatchall;
		paths;
		ignoreFn;
		log;
		depth;
		mixedModules;
		analysis;
		analysisCache;
		fileList;
		esmFileList;
		processed;
		warnings;
		reasons = /* @__PURE__ */ new Map();
		cachedFileSystem;
		remappings = /* @__PURE__ */ new Map();
		constructor({ base = process.cwd(), processCwd, exports, conditions = exports || ["node"], exportsOnly = false, moduleSyncCatchall = false, paths = {}, ignore, log = false, mixedModules = false, ts = true, analysis = {}, cache, fileIOConcurrency = 1024, depth = Infinity }) {
			this.ts = ts;
			base = (0, path_1.resolve)(base);
			this.ignoreFn = (path) => {
				if (path.startsWith(".." + path_1.sep)) return true;
				return false;
			};
			if (typeof ignore === "string") ignore = [ignore];
			if (typeof ignore === "function") {
				const ig = ignore;
				this.ignoreFn = (path) => {
					if (path.startsWith(".." + path_1.sep)) return true;
					if (ig(path)) return true;
					return false;
				};
			} else if (Array.isArray(ignore)) {
				const resolvedIgnores = ignore.map((ignore) => (0, path_1.relative)(base, (0, path_1.resolve)(base || process.cwd(), ignore)));
				this.ignoreFn = (path) => {
					if (path.startsWith(".." + path_1.sep)) return true;
					if ((0, picomatch_1.isMatch)(path, resolvedIgnores)) return true;
					return false;
				};
			}
			this.base = base;
			this.cwd = (0, path_1.resolve)(processCwd || base);
			this.conditions = conditions;
			this.exportsOnly = exportsOnly;
			this.moduleSyncCatchall = moduleSyncCatchall;
			const resolvedPaths = {};
			for (const path of Object.keys(paths)) {
				const trailer = paths[path].endsWith("/");
				resolvedPaths[path] = (0, path_1.resolve)(base, paths[path]) + (trailer ? "/" : "");
			}
			this.paths = resolvedPaths;
			this.log = log;
			this.depth = depth;
			this.mixedModules = mixedModules;
			this.cachedFileSystem = new fs_1.CachedFileSystem({
				cache,
				fileIOConcurrency
			});
			this.analysis = {};
			if (analysis !== false) Object.assign(this.analysis, {
				emitGlobs: true,
				computeFileReferences: true,
				evaluatePureExpressions: true
			}, analysis === true ? {} : analysis);
			this.analysisCache = cache && cache.analysisCache || /* @__PURE__ */ new Map();
			if (cache) cache.analysisCache = this.analysisCache;
			this.fileList = /* @__PURE__ */ new Set();
			this.esmFileList = /* @__PURE__ */ new Set();
			this.processed = /* @__PURE__ */ new Set();
			this.warnings = /* @__PURE__ */ new Set();
		}
		addRemapping(path, dep) {
			if (path === dep) return;
			let deps = this.remappings.get(path);
			if (!deps) {
				deps = /* @__PURE__ */ new Set();
				this.remappings.set(path, deps);
			}
			deps.add(dep);
		}
		async readlink(path) {
			return this.cachedFileSystem.readlink(path);
		}
		async isFile(path) {
			const stats = await this.stat(path);
			if (stats) return stats.isFile();
			return false;
		}
		async isDir(path) {
			const stats = await this.stat(path);
			if (stats) return stats.isDirectory();
			return false;
		}
		async stat(path) {
			return this.cachedFileSystem.stat(path);
		}
		maybeEmitDep = async (dep, path, cjsResolve, depth) => {
			let resolved = "";
			let error;
			try {
				resolved = await this.resolve(dep, path, this, cjsResolve);
			} catch (e1) {
				error = e1;
				try {
					if (this.ts && dep.endsWith(".js") && e1 instanceof resolve_dependency_1.NotFoundError) {
						const depTS = dep.slice(0, -3) + ".ts";
						resolved = await this.resolve(depTS, path, this, cjsResolve);
						error = void 0;
					}
				} catch (e2) {
					error = e2;
				}
			}
			if (error) {
				this.warnings.add(/* @__PURE__ */ new Error(`Failed to resolve dependency "${dep}":\n${error?.message}`));
				return;
			}
			if (Array.isArray(resolved)) for (const item of resolved) {
				if (item.startsWith("node:")) return;
				await this.emitDependency(item, path, depth);
			}
			else {
				if (resolved.startsWith("node:")) return;
				await this.emitDependency(resolved, path, depth);
			}
		};
		async resolve(id, parent, job, cjsResolve) {
			return (0, resolve_dependency_1.default)(id, parent, job, cjsResolve);
		}
		async readFile(path) {
			return this.cachedFileSystem.readFile(path);
		}
		async realpath(path, parent, seen = /* @__PURE__ */ new Set()) {
			if (seen.has(path)) throw new Error("Recursive symlink detected resolving " + path);
			seen.add(path);
			const symlink = await this.readlink(path);
			if (symlink) {
				const parentPath = (0, path_1.dirname)(path);
				const resolved = (0, path_1.resolve)(parentPath, symlink);
				if (inPath(path, await this.realpath(parentPath, parent))) await this.emitFile(path, "resolve", parent, true);
				return this.realpath(resolved, parent, seen);
			}
			if (!inPath(path, this.base)) return path;
			return (0, path_1.join)(await this.realpath((0, path_1.dirname)(path), parent, seen), (0, path_1.basename)(path));
		}
		async emitFile(path, reasonType, parent, isRealpath = false) {
			if (!isRealpath) path = await this.realpath(path, parent);
			path = (0, path_1.relative)(this.base, path);
			if (parent) parent = (0, path_1.relative)(this.base, parent);
			let reasonEntry = this.reasons.get(path);
			if (!reasonEntry) {
				reasonEntry = {
					type: [reasonType],
					ignored: false,
					parents: /* @__PURE__ */ new Set()
				};
				this.reasons.set(path, reasonEntry);
			} else if (!reasonEntry.type.includes(reasonType)) reasonEntry.type.push(reasonType);
			if (parent && this.ignoreFn(path, parent)) {
				if (!this.fileList.has(path) && reasonEntry) reasonEntry.ignored = true;
				return false;
			}
			if (parent) reasonEntry.parents.add(parent);
			this.fileList.add(path);
			return true;
		}
		async getPjsonBoundary(path) {
			const rootSeparatorIndex = path.indexOf(path_1.sep);
			let separatorIndex;
			while ((separatorIndex = path.lastIndexOf(path_1.sep)) > rootSeparatorIndex) {
				path = path.slice(0, separatorIndex);
				if (await this.isFile(path + path_1.sep + "package.json")) return path;
			}
		}
		async emitDependency(path, parent, depth = this.depth) {
			if (depth < 0) throw new Error("invariant - depth option cannot be negative");
			const realPath = await this.realpath(path, parent);
			if (this.processed.has(realPath)) {
				if (parent) await this.emitFile(path, "dependency", parent);
				return;
			}
			this.processed.add(realPath);
			const additionalDeps = this.remappings.get(realPath);
			if (additionalDeps) await Promise.all([...additionalDeps].map(async (dep) => this.emitDependency(dep, realPath, depth)));
			if (!await this.emitFile(path, "dependency", parent)) return;
			if (realPath.endsWith(".json")) return;
			if (realPath.endsWith(".node")) return await (0, sharedlib_emit_1.sharedLibEmit)(realPath, this);
			if (realPath.endsWith(".js") || realPath.endsWith(".ts")) {
				const pjsonBoundary = await this.getPjsonBoundary(realPath);
				if (pjsonBoundary) await this.emitFile(pjsonBoundary + path_1.sep + "package.json", "resolve", realPath);
			}
			if (depth === 0) return;
			let analyzeResult;
			const cachedAnalysis = this.analysisCache.get(realPath);
			if (cachedAnalysis) analyzeResult = cachedAnalysis;
			else {
				const source = await this.readFile(realPath);
				if (source === null) throw new Error("File " + realPath + " does not exist.");
				analyzeResult = await (0, analyze_1.default)(realPath, source.toString(), this);
				this.analysisCache.set(realPath, analyzeResult);
			}
			const { deps, imports, assets, isESM } = analyzeResult;
			if (isESM) this.esmFileList.add((0, path_1.relative)(this.base, realPath));
			await Promise.all([
				...[...assets].map(async (asset) => {
					const ext = (0, path_1.extname)(asset);
					if (ext === ".js" || ext === ".mjs" || ext === ".node" || ext === "" || this.ts && (ext === ".ts" || ext === ".tsx") && asset.startsWith(this.base) && asset.slice(this.base.length).indexOf(path_1.sep + "node_modules" + path_1.sep) === -1) await this.emitDependency(asset, realPath, depth - 1);
					else await this.emitFile(asset, "asset", realPath);
				}),
				...[...deps].map(async (dep) => this.maybeEmitDep(dep, realPath, !isESM, depth - 1)),
				...[...imports].map(async (dep) => this.maybeEmitDep(dep, realPath, false, depth - 1))
			]);
		}
	};
	exports.Job = Job;
}));
// node_modules/@vercel/nft/out/index.js
var require_out = /* @__PURE__ */ __commonJSMin(((exports, module, this$1) => {
	var __createBinding = this$1 && this$1.__createBinding || (Object.create ? (function(o, m, k, k2) {
		if (k2 === void 0) k2 = k;
		var desc = Object.getOwnPropertyDescriptor(m, k);
		if (!desc || ("get" in desc ? !m.__esModule : desc.writable || desc.configurable)) desc = {
			enumerable: true,
			get: function() {
				return m[k];
			}
		};
		Object.defineProperty(o, k2, desc);
	}) : (function(o, m, k, k2) {
		if (k2 === void 0) k2 = k;
		o[k2] = m[k];
	}));
	var __exportStar = this$1 && this$1.__exportStar || function(m, exports) {
		for (var p in m) if (p !== "default" && !Object.prototype.hasOwnProperty.call(exports, p)) __createBinding(exports, m, p);
	};
	var __importDefault = this$1 && this$1.__importDefault || function(mod) {
		return mod && mod.__esModule ? mod : { "default": mod };
	};
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.resolve = exports.nodeFileTrace = void 0;
	__exportStar(require_types(), exports);
	var node_file_trace_1 = require_node_file_trace();
	Object.defineProperty(exports, "nodeFileTrace", {
		enumerable: true,
		get: function() {
			return node_file_trace_1.nodeFileTrace;
		}
	});
	exports.resolve = __importDefault(require_resolve_dependency()).default;
}));
// src/project/trace.ts
var import_out = require_out();
const provided = /(?:^|\/)node_modules\/(?:tinybench|vitest)\//;
async function traceFiles({ folder, root }, files) {
	const needed = /* @__PURE__ */ new Set();
	const cache = {};
	let entries = files.map((file) => join(folder, file));
	while (entries.length > 0) {
		const found = await traceScripts(entries, {
			folder,
			root
		}, cache);
		for (const path of await modulesBeside(root, found)) found.add(path);
		const fresh = [...found].filter((path) => !needed.has(path));
		for (const path of fresh) needed.add(path);
		entries = [...fresh.filter((path) => /\.(?:cjs|[cm]ts)$/.test(path)).map((path) => join(root, path)), ...await importsOfModules(root, fresh)];
	}
	const content = /* @__PURE__ */ new Map();
	const links = {};
	for (const path of [...needed].sort()) {
		const place = join(root, path);
		const found = await fs.lstat(place);
		if (found.isFile()) content.set(path, await fs.readFile(place));
		else if (found.isSymbolicLink()) links[path] = relative(root, resolve(dirname(place), await fs.readlink(place))).split(sep).join("/");
	}
	return {
		files: content,
		links
	};
}
async function traceScripts(entries, { folder, root }, cache) {
	const { fileList } = await (0, import_out.nodeFileTrace)(entries, {
		base: root,
		processCwd: folder,
		ts: true,
		mixedModules: true,
		ignore: (path) => provided.test(path),
		readFile: readScript,
		cache
	});
	return new Set([...fileList].map((path) => path.split(sep).join("/")));
}
async function importsOfModules(root, files) {
	const imported = /* @__PURE__ */ new Set();
	for (const path of files) {
		if (!path.endsWith(".wasm")) continue;
		const bytes = await fs.readFile(join(root, path));
		if (!WebAssembly.validate(bytes)) continue;
		for (const { module } of WebAssembly.Module.imports(new WebAssembly.Module(bytes))) {
			if (!/^\.{1,2}\//.test(module)) continue;
			const script = resolve(dirname(join(root, path)), module);
			if ((await fs.lstat(script).catch(() => null))?.isFile()) imported.add(script);
		}
	}
	return [...imported];
}
async function readScript(path) {
	const content = await fs.readFile(path).catch(() => null);
	if (content === null || !/\.[cm]?[jt]s$/.test(path)) return content;
	const text = content.toString();
	const script = /\.[cm]?ts$/.test(path) ? withoutWarning(() => stripTypeScriptTypes(text)) : text;
	return plainSourceImports(script);
}
function withoutWarning(step) {
	const { emitWarning } = process;
	process.emitWarning = () => {};
	try {
		return step();
	} finally {
		process.emitWarning = emitWarning;
	}
}
async function modulesBeside(root, files) {
	const folders = new Set([...files].filter((path) => /\.[cm]?[jt]s$/.test(path)).map((path) => posix.dirname(path)));
	const found = [];
	for (const folder of folders) for await (const path of fs.glob("*.wasm", { cwd: join(root, folder) })) found.push(posix.join(folder, path));
	return found;
}
export { traceFiles };
