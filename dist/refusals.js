import net from "node:net";
import dgram from "node:dgram";
// src/measure/bench/refusals.ts
function refuseNetwork() {
	const refuse = () => {
		throw new Error(`measured code may not use the network; \`${networkGrant}\` in the configuration allows it`);
	};
	net.Socket.prototype.connect = refuse;
	net.Server.prototype.listen = refuse;
	for (const name of [
		"bind",
		"connect",
		"send"
	]) dgram.Socket.prototype[name] = refuse;
}
const networkGrant = "grants: { network: true }";
function withGrant(message) {
	return Object.entries(refusals).reduce((text, [flag, advice]) => text.replaceAll(`Use ${flag} to manage permissions.`, advice), message);
}
const refusals = {
	"--allow-fs-write": "A benchmark may write to os.tmpdir() where the configuration says `grants: { scratch: true }`, and nowhere else:",
	"--allow-fs-read": "A benchmark may read what lies in the checkout and is named in a way that can be traced:",
	"--allow-net": `A benchmark may use the network where the configuration says \`${networkGrant}\`.`,
	"--allow-child-process": "A benchmark may not start programs, and no grant allows it.",
	"--allow-addons": "A benchmark may not load native add-ons, and no grant allows it."
};
export { withGrant as n, refuseNetwork as t };
