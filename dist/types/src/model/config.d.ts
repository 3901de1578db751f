import { z } from "zod";
import { type Unit } from "./metric.js";
import type { Levels } from "./target.js";
/** Cases, and what goes for them. Figures are in the units of the metrics, shares are relative. */
declare const rule: z.ZodPipe<z.ZodObject<{
    floor: z.ZodOptional<z.ZodPipe<z.ZodString, z.ZodTransform<number, string>>>;
    gates: z.ZodOptional<z.ZodBoolean>;
    direction: z.ZodOptional<z.ZodEnum<{
        higher: "higher";
        lower: "lower";
    }>>;
    tolerance: z.ZodOptional<z.ZodPipe<z.ZodString, z.ZodTransform<number, string>>>;
    targets: z.ZodOptional<z.ZodObject<{
        target: z.ZodPipe<z.ZodString, z.ZodTransform<{
            unit: Unit;
            value: number;
        }, string>>;
        acceptable: z.ZodOptional<z.ZodPipe<z.ZodString, z.ZodTransform<{
            unit: Unit;
            value: number;
        }, string>>>;
        critical: z.ZodOptional<z.ZodPipe<z.ZodString, z.ZodTransform<{
            unit: Unit;
            value: number;
        }, string>>>;
    }, z.core.$strict>>;
    budget: z.ZodOptional<z.ZodNumber>;
    isolation: z.ZodOptional<z.ZodEnum<{
        process: "process";
        slot: "slot";
        turns: "turns";
    }>>;
    cases: z.ZodUnion<readonly [z.ZodString, z.ZodArray<z.ZodString>]>;
    metrics: z.ZodOptional<z.ZodUnion<readonly [z.ZodEnum<{
        dispatch: "dispatch";
        exports: "exports";
        fuel: "fuel";
        growth: "growth";
        guest: "guest";
        heap: "heap";
        max: "max";
        memory: "memory";
        p50: "p50";
        p90: "p90";
        p95: "p95";
        p99: "p99";
        "p99.9": "p99.9";
        parse: "parse";
        payload: "payload";
        reply: "reply";
        size: "size";
        throughput: "throughput";
        time: "time";
        validate: "validate";
    }>, z.ZodArray<z.ZodEnum<{
        dispatch: "dispatch";
        exports: "exports";
        fuel: "fuel";
        growth: "growth";
        guest: "guest";
        heap: "heap";
        max: "max";
        memory: "memory";
        p50: "p50";
        p90: "p90";
        p95: "p95";
        p99: "p99";
        "p99.9": "p99.9";
        parse: "parse";
        payload: "payload";
        reply: "reply";
        size: "size";
        throughput: "throughput";
        time: "time";
        validate: "validate";
    }>>]>>;
}, z.core.$strict>, z.ZodTransform<{
    floor?: number | undefined;
    gates?: boolean | undefined;
    direction?: "higher" | "lower" | undefined;
    tolerance?: number | undefined;
    budget?: number | undefined;
    isolation?: "process" | "slot" | "turns" | undefined;
    cases: string[];
    /** Null: those that each setting is about by itself. */
    metrics: ("dispatch" | "exports" | "fuel" | "growth" | "guest" | "heap" | "max" | "memory" | "p50" | "p90" | "p95" | "p99" | "p99.9" | "parse" | "payload" | "reply" | "size" | "throughput" | "time" | "validate")[] | null;
    targets?: Levels | undefined;
}, {
    floor?: number | undefined;
    gates?: boolean | undefined;
    direction?: "higher" | "lower" | undefined;
    tolerance?: number | undefined;
    targets?: {
        target: {
            unit: Unit;
            value: number;
        };
        acceptable?: {
            unit: Unit;
            value: number;
        } | undefined;
        critical?: {
            unit: Unit;
            value: number;
        } | undefined;
    } | undefined;
    budget?: number | undefined;
    isolation?: "process" | "slot" | "turns" | undefined;
    cases: string | string[];
    metrics?: "dispatch" | "exports" | "fuel" | "growth" | "guest" | "heap" | "max" | "memory" | "p50" | "p90" | "p95" | "p99" | "p99.9" | "parse" | "payload" | "reply" | "size" | "throughput" | "time" | "validate" | ("dispatch" | "exports" | "fuel" | "growth" | "guest" | "heap" | "max" | "memory" | "p50" | "p90" | "p95" | "p99" | "p99.9" | "parse" | "payload" | "reply" | "size" | "throughput" | "time" | "validate")[] | undefined;
}>>;
export type Rule = z.output<typeof rule>;
declare const content: z.ZodUnion<readonly [z.ZodString, z.ZodObject<{
    file: z.ZodString;
}, z.core.$strict>]>;
declare const call: z.ZodObject<{
    environment: z.ZodDefault<z.ZodRecord<z.ZodString, z.ZodString>>;
    files: z.ZodDefault<z.ZodRecord<z.ZodString, z.ZodUnion<readonly [z.ZodString, z.ZodObject<{
        file: z.ZodString;
    }, z.core.$strict>, z.ZodObject<{
        folder: z.ZodString;
    }, z.core.$strict>]>>>;
    clock: z.ZodDefault<z.ZodEnum<{
        deterministic: "deterministic";
        real: "real";
    }>>;
    name: z.ZodOptional<z.ZodString>;
    function: z.ZodString;
    arguments: z.ZodDefault<z.ZodArray<z.ZodUnion<readonly [z.ZodNumber, z.ZodUnion<readonly [z.ZodNumber, z.ZodString]>]>>>;
    returns: z.ZodOptional<z.ZodUnion<readonly [z.ZodNumber, z.ZodUnion<readonly [z.ZodNumber, z.ZodString]>]>>;
}, z.core.$strict>;
declare const program: z.ZodObject<{
    environment: z.ZodDefault<z.ZodRecord<z.ZodString, z.ZodString>>;
    files: z.ZodDefault<z.ZodRecord<z.ZodString, z.ZodUnion<readonly [z.ZodString, z.ZodObject<{
        file: z.ZodString;
    }, z.core.$strict>, z.ZodObject<{
        folder: z.ZodString;
    }, z.core.$strict>]>>>;
    clock: z.ZodDefault<z.ZodEnum<{
        deterministic: "deterministic";
        real: "real";
    }>>;
    name: z.ZodOptional<z.ZodString>;
    arguments: z.ZodDefault<z.ZodArray<z.ZodString>>;
    stdin: z.ZodOptional<z.ZodUnion<readonly [z.ZodString, z.ZodObject<{
        file: z.ZodString;
    }, z.core.$strict>]>>;
    stdout: z.ZodOptional<z.ZodUnion<readonly [z.ZodString, z.ZodObject<{
        file: z.ZodString;
    }, z.core.$strict>]>>;
    exitStatus: z.ZodDefault<z.ZodInt>;
}, z.core.$strict>;
declare const writtenModule: z.ZodObject<{
    file: z.ZodString;
    name: z.ZodOptional<z.ZodString>;
    calls: z.ZodDefault<z.ZodArray<z.ZodObject<{
        environment: z.ZodDefault<z.ZodRecord<z.ZodString, z.ZodString>>;
        files: z.ZodDefault<z.ZodRecord<z.ZodString, z.ZodUnion<readonly [z.ZodString, z.ZodObject<{
            file: z.ZodString;
        }, z.core.$strict>, z.ZodObject<{
            folder: z.ZodString;
        }, z.core.$strict>]>>>;
        clock: z.ZodDefault<z.ZodEnum<{
            deterministic: "deterministic";
            real: "real";
        }>>;
        name: z.ZodOptional<z.ZodString>;
        function: z.ZodString;
        arguments: z.ZodDefault<z.ZodArray<z.ZodUnion<readonly [z.ZodNumber, z.ZodUnion<readonly [z.ZodNumber, z.ZodString]>]>>>;
        returns: z.ZodOptional<z.ZodUnion<readonly [z.ZodNumber, z.ZodUnion<readonly [z.ZodNumber, z.ZodString]>]>>;
    }, z.core.$strict>>>;
    runs: z.ZodOptional<z.ZodArray<z.ZodObject<{
        environment: z.ZodDefault<z.ZodRecord<z.ZodString, z.ZodString>>;
        files: z.ZodDefault<z.ZodRecord<z.ZodString, z.ZodUnion<readonly [z.ZodString, z.ZodObject<{
            file: z.ZodString;
        }, z.core.$strict>, z.ZodObject<{
            folder: z.ZodString;
        }, z.core.$strict>]>>>;
        clock: z.ZodDefault<z.ZodEnum<{
            deterministic: "deterministic";
            real: "real";
        }>>;
        name: z.ZodOptional<z.ZodString>;
        arguments: z.ZodDefault<z.ZodArray<z.ZodString>>;
        stdin: z.ZodOptional<z.ZodUnion<readonly [z.ZodString, z.ZodObject<{
            file: z.ZodString;
        }, z.core.$strict>]>>;
        stdout: z.ZodOptional<z.ZodUnion<readonly [z.ZodString, z.ZodObject<{
            file: z.ZodString;
        }, z.core.$strict>]>>;
        exitStatus: z.ZodDefault<z.ZodInt>;
    }, z.core.$strict>>>;
}, z.core.$strict>;
export type ModuleConfig = z.output<typeof writtenModule>;
export type CallConfig = z.output<typeof call>;
export type ProgramConfig = z.output<typeof program>;
export type ContentConfig = z.output<typeof content>;
export type FilesConfig = ProgramConfig["files"];
export declare const noGrants: {
    environment: Record<string, string>;
    network: boolean;
    scratch: boolean;
};
/** Everything that a repository says of what is measured, and of how its runs are judged. */
export declare const configSchema: z.ZodObject<{
    $schema: z.ZodOptional<z.ZodString>;
    modules: z.ZodDefault<z.ZodArray<z.ZodUnion<readonly [z.ZodPipe<z.ZodString, z.ZodTransform<{
        file: string;
        name?: string | undefined;
        calls: {
            environment: Record<string, string>;
            files: Record<string, string | {
                file: string;
            } | {
                folder: string;
            }>;
            clock: "deterministic" | "real";
            name?: string | undefined;
            function: string;
            arguments: (string | number)[];
            returns?: string | number | undefined;
        }[];
        runs?: {
            environment: Record<string, string>;
            files: Record<string, string | {
                file: string;
            } | {
                folder: string;
            }>;
            clock: "deterministic" | "real";
            name?: string | undefined;
            arguments: string[];
            stdin?: string | {
                file: string;
            } | undefined;
            stdout?: string | {
                file: string;
            } | undefined;
            exitStatus: number;
        }[] | undefined;
    }, string>>, z.ZodObject<{
        file: z.ZodString;
        name: z.ZodOptional<z.ZodString>;
        calls: z.ZodDefault<z.ZodArray<z.ZodObject<{
            environment: z.ZodDefault<z.ZodRecord<z.ZodString, z.ZodString>>;
            files: z.ZodDefault<z.ZodRecord<z.ZodString, z.ZodUnion<readonly [z.ZodString, z.ZodObject<{
                file: z.ZodString;
            }, z.core.$strict>, z.ZodObject<{
                folder: z.ZodString;
            }, z.core.$strict>]>>>;
            clock: z.ZodDefault<z.ZodEnum<{
                deterministic: "deterministic";
                real: "real";
            }>>;
            name: z.ZodOptional<z.ZodString>;
            function: z.ZodString;
            arguments: z.ZodDefault<z.ZodArray<z.ZodUnion<readonly [z.ZodNumber, z.ZodUnion<readonly [z.ZodNumber, z.ZodString]>]>>>;
            returns: z.ZodOptional<z.ZodUnion<readonly [z.ZodNumber, z.ZodUnion<readonly [z.ZodNumber, z.ZodString]>]>>;
        }, z.core.$strict>>>;
        runs: z.ZodOptional<z.ZodArray<z.ZodObject<{
            environment: z.ZodDefault<z.ZodRecord<z.ZodString, z.ZodString>>;
            files: z.ZodDefault<z.ZodRecord<z.ZodString, z.ZodUnion<readonly [z.ZodString, z.ZodObject<{
                file: z.ZodString;
            }, z.core.$strict>, z.ZodObject<{
                folder: z.ZodString;
            }, z.core.$strict>]>>>;
            clock: z.ZodDefault<z.ZodEnum<{
                deterministic: "deterministic";
                real: "real";
            }>>;
            name: z.ZodOptional<z.ZodString>;
            arguments: z.ZodDefault<z.ZodArray<z.ZodString>>;
            stdin: z.ZodOptional<z.ZodUnion<readonly [z.ZodString, z.ZodObject<{
                file: z.ZodString;
            }, z.core.$strict>]>>;
            stdout: z.ZodOptional<z.ZodUnion<readonly [z.ZodString, z.ZodObject<{
                file: z.ZodString;
            }, z.core.$strict>]>>;
            exitStatus: z.ZodDefault<z.ZodInt>;
        }, z.core.$strict>>>;
    }, z.core.$strict>]>>>;
    benches: z.ZodDefault<z.ZodNullable<z.ZodArray<z.ZodString>>>;
    results: z.ZodDefault<z.ZodArray<z.ZodString>>;
    grants: z.ZodDefault<z.ZodObject<{
        environment: z.ZodDefault<z.ZodRecord<z.ZodString, z.ZodString>>;
        network: z.ZodDefault<z.ZodBoolean>;
        scratch: z.ZodDefault<z.ZodBoolean>;
    }, z.core.$strict>>;
    policy: z.ZodDefault<z.ZodArray<z.ZodPipe<z.ZodObject<{
        floor: z.ZodOptional<z.ZodPipe<z.ZodString, z.ZodTransform<number, string>>>;
        gates: z.ZodOptional<z.ZodBoolean>;
        direction: z.ZodOptional<z.ZodEnum<{
            higher: "higher";
            lower: "lower";
        }>>;
        tolerance: z.ZodOptional<z.ZodPipe<z.ZodString, z.ZodTransform<number, string>>>;
        targets: z.ZodOptional<z.ZodObject<{
            target: z.ZodPipe<z.ZodString, z.ZodTransform<{
                unit: Unit;
                value: number;
            }, string>>;
            acceptable: z.ZodOptional<z.ZodPipe<z.ZodString, z.ZodTransform<{
                unit: Unit;
                value: number;
            }, string>>>;
            critical: z.ZodOptional<z.ZodPipe<z.ZodString, z.ZodTransform<{
                unit: Unit;
                value: number;
            }, string>>>;
        }, z.core.$strict>>;
        budget: z.ZodOptional<z.ZodNumber>;
        isolation: z.ZodOptional<z.ZodEnum<{
            process: "process";
            slot: "slot";
            turns: "turns";
        }>>;
        cases: z.ZodUnion<readonly [z.ZodString, z.ZodArray<z.ZodString>]>;
        metrics: z.ZodOptional<z.ZodUnion<readonly [z.ZodEnum<{
            dispatch: "dispatch";
            exports: "exports";
            fuel: "fuel";
            growth: "growth";
            guest: "guest";
            heap: "heap";
            max: "max";
            memory: "memory";
            p50: "p50";
            p90: "p90";
            p95: "p95";
            p99: "p99";
            "p99.9": "p99.9";
            parse: "parse";
            payload: "payload";
            reply: "reply";
            size: "size";
            throughput: "throughput";
            time: "time";
            validate: "validate";
        }>, z.ZodArray<z.ZodEnum<{
            dispatch: "dispatch";
            exports: "exports";
            fuel: "fuel";
            growth: "growth";
            guest: "guest";
            heap: "heap";
            max: "max";
            memory: "memory";
            p50: "p50";
            p90: "p90";
            p95: "p95";
            p99: "p99";
            "p99.9": "p99.9";
            parse: "parse";
            payload: "payload";
            reply: "reply";
            size: "size";
            throughput: "throughput";
            time: "time";
            validate: "validate";
        }>>]>>;
    }, z.core.$strict>, z.ZodTransform<{
        floor?: number | undefined;
        gates?: boolean | undefined;
        direction?: "higher" | "lower" | undefined;
        tolerance?: number | undefined;
        budget?: number | undefined;
        isolation?: "process" | "slot" | "turns" | undefined;
        cases: string[];
        /** Null: those that each setting is about by itself. */
        metrics: ("dispatch" | "exports" | "fuel" | "growth" | "guest" | "heap" | "max" | "memory" | "p50" | "p90" | "p95" | "p99" | "p99.9" | "parse" | "payload" | "reply" | "size" | "throughput" | "time" | "validate")[] | null;
        targets?: Levels | undefined;
    }, {
        floor?: number | undefined;
        gates?: boolean | undefined;
        direction?: "higher" | "lower" | undefined;
        tolerance?: number | undefined;
        targets?: {
            target: {
                unit: Unit;
                value: number;
            };
            acceptable?: {
                unit: Unit;
                value: number;
            } | undefined;
            critical?: {
                unit: Unit;
                value: number;
            } | undefined;
        } | undefined;
        budget?: number | undefined;
        isolation?: "process" | "slot" | "turns" | undefined;
        cases: string | string[];
        metrics?: "dispatch" | "exports" | "fuel" | "growth" | "guest" | "heap" | "max" | "memory" | "p50" | "p90" | "p95" | "p99" | "p99.9" | "parse" | "payload" | "reply" | "size" | "throughput" | "time" | "validate" | ("dispatch" | "exports" | "fuel" | "growth" | "guest" | "heap" | "max" | "memory" | "p50" | "p90" | "p95" | "p99" | "p99.9" | "parse" | "payload" | "reply" | "size" | "throughput" | "time" | "validate")[] | undefined;
    }>>>>;
    waivers: z.ZodDefault<z.ZodArray<z.ZodObject<{
        case: z.ZodString;
        metric: z.ZodEnum<{
            dispatch: "dispatch";
            exports: "exports";
            fuel: "fuel";
            growth: "growth";
            guest: "guest";
            heap: "heap";
            max: "max";
            memory: "memory";
            p50: "p50";
            p90: "p90";
            p95: "p95";
            p99: "p99";
            "p99.9": "p99.9";
            parse: "parse";
            payload: "payload";
            reply: "reply";
            size: "size";
            throughput: "throughput";
            time: "time";
            validate: "validate";
        }>;
        reason: z.ZodString;
        ceiling: z.ZodPipe<z.ZodString, z.ZodTransform<number, string>>;
        expires: z.ZodISODate;
    }, z.core.$strict>>>;
}, z.core.$strict>;
export type Config = z.output<typeof configSchema>;
/** As people write it; an i64 may also be a bigint. */
export type WrittenConfig = WithBigints<z.input<typeof configSchema>>;
type WithBigints<Written> = Written extends {
    function: string;
    arguments?: infer _Values;
} ? Omit<Written, "arguments" | "returns"> & {
    arguments?: WrittenValue[];
    returns?: WrittenValue;
} : Written extends readonly (infer Item)[] ? WithBigints<Item>[] : Written extends object ? {
    [Key in keyof Written]: WithBigints<Written[Key]>;
} : Written;
type WrittenValue = number | bigint | string;
/** The configuration of a repository that has none. */
export declare const noConfig: Config;
export {};
