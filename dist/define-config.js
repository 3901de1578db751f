// src/config/define.ts
function defineConfig(config) {
	return config;
}
export { defineConfig };
