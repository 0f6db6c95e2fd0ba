// SPDX-License-Identifier: Apache-2.0
// Types of web/api/openapi.yaml. Written by `npm run generate`; never edited.
export interface paths {
    "/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getSession"];
        put?: never;
        /** @description The token of the sign-in link that `qsim serve` prints; it works once. Sets the session's cookie. */
        post: operations["signIn"];
        delete: operations["signOut"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description A WebSocket. The server sends one `Event` a message; it reads nothing but pings. */
        get: operations["listenToEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/guide": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description What the guided path shows in the example project; 404 where this server has no such file. */
        get: operations["getGuide"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listProjects"];
        put?: never;
        post: operations["createProject"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{project}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project: components["parameters"]["project"];
            };
            cookie?: never;
        };
        get: operations["getProject"];
        put?: never;
        post?: never;
        /** @description With its files, experiments, jobs and simulations. */
        delete: operations["deleteProject"];
        options?: never;
        head?: never;
        patch: operations["renameProject"];
        trace?: never;
    };
    "/projects/{project}/files": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project: components["parameters"]["project"];
            };
            cookie?: never;
        };
        get: operations["listFiles"];
        /**
         * @description The body is the file, at most 1 GiB; it streams to disk. The file appears when all of it has arrived, in the
         *     place of one of the same path. Its kind is told from its first bytes and its name; what is no kind that qsim reads is refused (415).
         */
        put: operations["uploadFile"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/files/{file}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                file: components["parameters"]["file"];
            };
            cookie?: never;
        };
        get: operations["getFile"];
        put?: never;
        post?: never;
        /** @description Refused (409) while an experiment is compiled from it. */
        delete: operations["deleteFile"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/files/{file}/content": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                file: components["parameters"]["file"];
            };
            cookie?: never;
        };
        /** @description As an attachment; a Range is obeyed. */
        get: operations["downloadFile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{project}/experiments": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project: components["parameters"]["project"];
            };
            cookie?: never;
        };
        get: operations["listExperiments"];
        put?: never;
        /** @description Starts a job of kind `compile`. */
        post: operations["createExperiment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/experiments/{experiment}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                experiment: components["parameters"]["experiment"];
            };
            cookie?: never;
        };
        get: operations["getExperiment"];
        put?: never;
        post?: never;
        delete: operations["deleteExperiment"];
        options?: never;
        head?: never;
        patch: operations["renameExperiment"];
        trace?: never;
    };
    "/experiments/{experiment}/graph": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                experiment: components["parameters"]["experiment"];
            };
            cookie?: never;
        };
        /** @description The layers and who reads whom; the same document for as long as the experiment exists (strong ETag). 409 until it is compiled. */
        get: operations["getGraph"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/experiments/{experiment}/files": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                experiment: components["parameters"]["experiment"];
            };
            cookie?: never;
        };
        get: operations["listPackageFiles"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/experiments/{experiment}/files/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                experiment: components["parameters"]["experiment"];
                name: string;
            };
            cookie?: never;
        };
        /** @description As an attachment; a Range is obeyed. */
        get: operations["downloadPackageFile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{project}/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project: components["parameters"]["project"];
            };
            cookie?: never;
        };
        get: operations["listJobs"];
        put?: never;
        post: operations["createJob"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/jobs/{job}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                job: components["parameters"]["job"];
            };
            cookie?: never;
        };
        get: operations["getJob"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/jobs/{job}/log": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                job: components["parameters"]["job"];
            };
            cookie?: never;
        };
        /** @description What its program has printed so far; a Range from the last seen byte gives what is new. */
        get: operations["getJobLog"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/jobs/{job}/result": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                job: components["parameters"]["job"];
            };
            cookie?: never;
        };
        /** @description The JSON that its program printed (`qsim eval|compare|cross|compile --json`). 409 until it is done. */
        get: operations["getJobResult"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/jobs/{job}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                job: components["parameters"]["job"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["cancelJob"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/jobs/{job}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                job: components["parameters"]["job"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Of a failed or cancelled job. */
        post: operations["retryJob"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/experiments/{experiment}/simulations": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                experiment: components["parameters"]["experiment"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Starts an engine on a picture of the project; it stands before the first layer. 503 when as many as allowed run. */
        post: operations["openSimulation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/simulations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listSimulations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/simulations/{simulation}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                simulation: components["parameters"]["simulation"];
            };
            cookie?: never;
        };
        /** @description A parked or ended one is not woken by this. */
        get: operations["getSimulation"];
        put?: never;
        post?: never;
        delete: operations["closeSimulation"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/simulations/{simulation}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                simulation: components["parameters"]["simulation"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Wakes a parked simulation, or starts a failed one again, with its edits, modes and stops at the layer where it stood. Other requests do this for a parked one by themselves. */
        post: operations["resumeSimulation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/simulations/{simulation}/move": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                simulation: components["parameters"]["simulation"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Answers when the run stands again; meanwhile events tell the layer. Another change is refused (409) until then. */
        post: operations["moveSimulation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/simulations/{simulation}/interrupt": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                simulation: components["parameters"]["simulation"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description A running move stops before its next layer, without an error. */
        post: operations["interruptSimulation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/simulations/{simulation}/picture": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                simulation: components["parameters"]["simulation"];
            };
            cookie?: never;
        };
        get?: never;
        /** @description Edits, modes and stops stay, but changes of tensors of the old picture go. Stands before the first layer. */
        put: operations["changePicture"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/simulations/{simulation}/stops": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                simulation: components["parameters"]["simulation"];
            };
            cookie?: never;
        };
        get?: never;
        /** @description All breakpoints and watchpoints, in the place of those before. */
        put: operations["setStops"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/simulations/{simulation}/edits": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                simulation: components["parameters"]["simulation"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description One change, which undo takes back whole. What it makes stale is computed again when it is looked at or moved over. A refused change changes nothing (422). */
        post: operations["applyEdit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/simulations/{simulation}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                simulation: components["parameters"]["simulation"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["undoEdit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/simulations/{simulation}/redo": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                simulation: components["parameters"]["simulation"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["redoEdit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/simulations/{simulation}/save": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                simulation: components["parameters"]["simulation"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description The package with the changes, as a new experiment of the project whose parent is this one. Values that were written over tensors of the picture are left out. Modes of layers are what simulations of it open with (as their first changes, where no `mode` is asked for); jobs measure in the mode that they name. */
        post: operations["saveSimulation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/simulations/{simulation}/errors": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                simulation: components["parameters"]["simulation"];
            };
            cookie?: never;
        };
        /** @description Of every layer that has run and is not stale, how far it is from FLOAT's on this picture. */
        get: operations["getErrors"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/simulations/{simulation}/answer": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                simulation: components["parameters"]["simulation"];
            };
            cookie?: never;
        };
        /** @description What the run says of the picture, beside FLOAT's. 409 until the run stands at the end. */
        get: operations["getAnswer"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/simulations/{simulation}/layers/{layer}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                simulation: components["parameters"]["simulation"];
                layer: components["parameters"]["layer"];
            };
            cookie?: never;
        };
        /** @description The layer's tensors and how each is quantized now, edits included. Layer -1 is the picture. */
        get: operations["getLayer"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/simulations/{simulation}/layers/{layer}/statistics": {
        parameters: {
            query?: {
                /** @description one of LayerDetails.tensors, or accumulators */
                tensor?: components["parameters"]["tensor"];
            };
            header?: never;
            path: {
                simulation: components["parameters"]["simulation"];
                layer: components["parameters"]["layer"];
            };
            cookie?: never;
        };
        get: operations["getStatistics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/simulations/{simulation}/layers/{layer}/values": {
        parameters: {
            query?: {
                /** @description one of LayerDetails.tensors, or accumulators */
                tensor?: components["parameters"]["tensor"];
            };
            header?: never;
            path: {
                simulation: components["parameters"]["simulation"];
                layer: components["parameters"]["layer"];
            };
            cookie?: never;
        };
        /** @description The whole tensor as float32 values, or as the integers that the run holds; a Range is obeyed. */
        get: operations["getValues"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/simulations/{simulation}/layers/{layer}/map": {
        parameters: {
            query?: {
                /** @description one of LayerDetails.tensors, or accumulators */
                tensor?: components["parameters"]["tensor"];
            };
            header?: never;
            path: {
                simulation: components["parameters"]["simulation"];
                layer: components["parameters"]["layer"];
            };
            cookie?: never;
        };
        /**
         * @description Channels of a tensor (filters of weights: O counts as channels, I x H x W as rows of planes) as float32, [channels, height, width],
         *     made smaller where a side is longer than `size`: of each block of `Tensor-Step` x `Tensor-Step` the value with the largest magnitude.
         */
        get: operations["getMap"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Id: string;
        /**
         * @description Unicode characters are counted, not bytes. Of another length it gets 422. 400 gets a name that is no UTF-8, that has control
         *     characters (U+0000 to U+001F, U+007F to U+009F) or ones that turn the direction of writing (U+202A to U+202E, U+2066 to U+2069), or
         *     that is white space or invisible characters alone. Nothing is trimmed or normalized; names need not be unique.
         */
        Name: string;
        /**
         * @description Where a file lies in its project, such as calib/0001.png: parts of 1 to 120 characters with single slashes between them, none at
         *     either end; no part is . or .. and none begins or ends with a blank. Unicode characters are counted, not bytes. 400 gets every
         *     other path, and one that is no UTF-8 or has a backslash, control characters (U+0000 to U+001F, U+007F to U+009F) or ones that turn
         *     the direction of writing (U+202A to U+202E, U+2066 to U+2069). Upper and lower case differ. 409 gets a path below a file, and that of a folder.
         */
        Path: string;
        /** @enum {string} */
        Mode: "float" | "hybrid" | "int";
        Error: {
            error: {
                /** @enum {string} */
                code: "bad_request" | "unauthorized" | "forbidden" | "not_found" | "method_not_allowed" | "conflict" | "length_required" | "too_large" | "unsupported_type" | "range" | "unprocessable" | "too_many" | "internal" | "unavailable" | "engine_failed";
                /** @description a sentence for a person */
                message: string;
                /** @description of `message`; left out where the words are a program's */
                reason?: components["schemas"]["Reason"];
                /** @description its id in the server's log */
                request: string;
            };
        };
        /**
         * @description What a sentence is made of: the key of its text in web/server/base/Reasons.def, and what fills the text's {gaps}. A key keeps its
         *     meaning and its gaps; new ones come. Whoever does not know a key shows the sentence as it is.
         */
        Reason: {
            key: string;
            arguments: {
                [key: string]: string;
            };
        };
        Session: {
            user: {
                id: components["schemas"]["Id"];
                name: string;
            };
            publicUrl: string;
            /** @description of qsim */
            version: string;
        };
        ProjectName: {
            name: components["schemas"]["Name"];
        };
        Project: {
            id: components["schemas"]["Id"];
            name: components["schemas"]["Name"];
            /** @description name of a person */
            owner: string;
            /** @description the one that the guided path walks through */
            example: boolean;
            /** Format: date-time */
            created: string;
            /** Format: date-time */
            changed: string;
            files: number;
            experiments: number;
            /** @description of files and packages */
            bytes: number;
            /** @description of the experiment that was measured last */
            best?: components["schemas"]["Scores"];
            /** @description a compiled one whose graph stands for the project */
            latestExperiment?: components["schemas"]["Id"];
        };
        /** @description examples/scenes/guide.json as it is */
        Guide: {
            /** @description path of a picture in the example project */
            picture: string;
            /** @description to look at */
            layer: number;
            /** @description a box that was found all along, whose score the story's other method costs most */
            weaker?: {
                class: string;
                before: number;
                after: number;
            };
        } & {
            [key: string]: unknown;
        };
        File: {
            id: components["schemas"]["Id"];
            project: components["schemas"]["Id"];
            path: components["schemas"]["Path"];
            /** @enum {string} */
            kind: "darknet-cfg" | "darknet-weights" | "onnx" | "picture" | "tensor" | "labels" | "names" | "overrides" | "sys" | "idx";
            bytes: number;
            sha256?: string;
            /** Format: date-time */
            created: string;
        };
        /** @description As of `qsim compile`; what is left out has its default there. */
        CompileOptions: {
            /** @enum {string} */
            method?: "kl" | "log2" | "minmax" | "mse" | "octav" | "percentile";
            percentile?: number;
            /** @enum {string} */
            activations?: "symmetric" | "asymmetric";
            /** @enum {string} */
            scale?: "any" | "log2";
            /** @enum {string} */
            granularity?: "channel" | "tensor";
            /** @enum {string} */
            log2Form?: "min-error" | "non-overflow";
            activationWidth?: number;
            weightWidth?: number;
            headWidth?: number;
            biasCorrection?: boolean;
            /** @enum {string} */
            darknetDialect?: "pjreddie" | "alexeyab" | "yolo2_light";
            resize?: string;
            /** @enum {string} */
            order?: "rgb" | "bgr";
            /** @enum {integer} */
            scaleInput?: 1 | 255;
            mean?: string;
            std?: string;
            padValue?: number;
            /** @description ONNX: NAME=1x3x416x416 */
            inputs?: string[];
        };
        NewExperiment: {
            name: components["schemas"]["Name"];
            /** @description a file of kind darknet-cfg or onnx */
            network: components["schemas"]["Id"];
            /** @description a file of kind darknet-weights */
            weights?: components["schemas"]["Id"];
            /** @description draws a cfg's parameters in the place of weights */
            seed?: number;
            names?: components["schemas"]["Id"];
            overrides?: components["schemas"]["Id"];
            sys?: components["schemas"]["Id"];
            /** @description folder of the project's pictures, or one file, by path; '' takes all pictures */
            calibration?: string;
            options: components["schemas"]["CompileOptions"];
        };
        /** @description What evaluations measured so far. */
        Scores: {
            /** @enum {string} */
            metric?: "mAP" | "top-1";
            pictures?: number;
            float?: number;
            hybrid?: number;
            int?: number;
        };
        Experiment: {
            id: components["schemas"]["Id"];
            project: components["schemas"]["Id"];
            name: components["schemas"]["Name"];
            /** @description the experiment that was edited */
            parent?: components["schemas"]["Id"];
            /**
             * @description `failed` and `cancelled`: its job can be run again, which compiles it
             * @enum {string}
             */
            state: "compiling" | "ready" | "failed" | "cancelled";
            /** @description that compiles it */
            job?: components["schemas"]["Id"];
            /** Format: date-time */
            created: string;
            options: components["schemas"]["CompileOptions"];
            /** @description ids of files; one that was deleted since has gone */
            source: {
                network?: components["schemas"]["Id"];
                networkPath?: string;
                weights?: components["schemas"]["Id"];
                seed?: number;
                names?: components["schemas"]["Id"];
                overrides?: components["schemas"]["Id"];
                sys?: components["schemas"]["Id"];
                calibration?: string;
            };
            /** @description what was changed since the parent, a line each */
            edits: string[];
            scores: components["schemas"]["Scores"];
            /** @description of the package's integers or, without them, floats */
            bytes?: number;
            layers?: number;
            /** @description that it can run in */
            modes?: components["schemas"]["Mode"][];
            /** @description dB at the network's outputs, of the last comparison */
            sqnr?: number;
        };
        PackageFile: {
            name: string;
            bytes: number;
        };
        /** @description real value = scale x (integer - zeroPoint) */
        Quantization: {
            /** @description bits */
            width: number;
            /** @description of the first channel where there is one a channel */
            scale: number;
            zeroPoint: number;
            /** @description how many scales, 1 is one for the tensor */
            channels?: number;
            /** @description n where every scale is 2^n and the same */
            exponent?: number;
        };
        GraphLayer: {
            index: number;
            name: string;
            /** @description of the .net section, such as convolutional */
            kind: string;
            /** @description in few words, such as 3x3/2 leaky */
            text: string;
            /** @description layers; -1 is the picture */
            inputs: number[];
            /** @description channels height width */
            shape: number[];
            /** @description that the layer can run in */
            modes: components["schemas"]["Mode"][];
            /** @description computed in float on the host whatever the mode */
            host: boolean;
            /** @description multiplications and additions */
            macs: number;
            /** @description how many */
            parameters: number;
            output?: components["schemas"]["Quantization"];
            /** @description layer that owns the output's quantization, -1 is the picture: only there can it be changed; left out where the layer owns it */
            scaleFrom?: number;
            weights?: components["schemas"]["Quantization"];
        };
        Graph: {
            name: string;
            /** @description channels height width of what the network reads */
            picture: number[];
            pictureQuantization?: components["schemas"]["Quantization"];
            layers: components["schemas"]["GraphLayer"][];
            outputs: number[];
            classes: string[];
            detector: boolean;
        };
        NewJob: {
            /** @enum {string} */
            kind: "evaluate" | "compare" | "cross";
            experiment: components["schemas"]["Id"];
            /** @description default int; of evaluate also float */
            mode?: components["schemas"]["Mode"];
            /** @description folder of the project's pictures, or one file, by path; '' takes all */
            images: string;
            limit?: number;
        };
        Job: {
            id: components["schemas"]["Id"];
            project: components["schemas"]["Id"];
            experiment?: components["schemas"]["Id"];
            /** @enum {string} */
            kind: "compile" | "evaluate" | "compare" | "cross";
            /** @enum {string} */
            state: "queued" | "running" | "done" | "failed" | "cancelled";
            /** @description in English, of kind, mode and the experiment's name when the job was made */
            title: string;
            /** @description as it is now */
            experimentName?: components["schemas"]["Name"];
            /** @description of evaluate, compare and cross */
            mode?: components["schemas"]["Mode"];
            /** @description of evaluate, compare and cross: as in NewJob */
            images?: string;
            /** @description of evaluate, compare and cross: as in NewJob */
            limit?: number;
            /** Format: date-time */
            created: string;
            /** Format: date-time */
            started?: string;
            /** Format: date-time */
            finished?: string;
            attempts: number;
            progress?: {
                label: string;
                done: number;
                total: number;
                unit: string;
                /** @description units a second */
                rate?: number;
                secondsLeft?: number;
            };
            /** @description what the server did for the last attempt that nobody asked for, such as taking over ranges that another experiment has measured; its log begins with it */
            note?: string;
            /** @description of `note` */
            noteReason?: components["schemas"]["Reason"];
            /** @description of a failed job, what went wrong, in the program's words */
            message?: string;
            /** @description of `message`, where the words are the server's */
            messageReason?: components["schemas"]["Reason"];
            /** @description of a failed job, what to do next */
            advice?: string;
            /** @description of `advice` */
            adviceReason?: components["schemas"]["Reason"];
        };
        NewSimulation: {
            /** @description a file of kind picture or tensor */
            picture: components["schemas"]["Id"];
            /** @description default: the most integer one that the package has */
            mode?: components["schemas"]["Mode"];
            /**
             * @description to look at once and close: it is deleted where another would be parked, fails, or the server ends; it is not listed, and no event of kind simulation tells of it
             * @default false
             */
            temporary?: boolean;
        };
        Stop: {
            /** @description -1 where a watch is on all layers */
            layer: number;
            /** @enum {string} */
            when: "before" | "after" | "saturation" | "sqnr" | "nan" | "overflow" | "outside";
            /** @description saturation: above so many per cent; sqnr: below so many dB; outside: the lower end */
            limit?: number;
            /** @description outside: the upper end */
            high?: number;
        };
        Stops: {
            stops: components["schemas"]["Stop"][];
        };
        Move: {
            /**
             * @description to: `layer` is the next one; step: over `count` layers, back where negative; continue: to the next stop or the end; restart: the same from the first layer
             * @enum {string}
             */
            kind: "to" | "step" | "continue" | "restart";
            layer?: number;
            count?: number;
            /**
             * @description to, step: end at stops on the way
             * @default true
             */
            stops?: boolean;
        };
        Edit: {
            /**
             * @description mode: of `layers`; values: of `tensor` of `layer`; quantize: another width, method, ... of `layers`, for which the package is compiled again
             * @enum {string}
             */
            kind: "mode" | "values" | "quantize";
            layers?: number[];
            mode?: components["schemas"]["Mode"];
            /** @description -1 is the picture */
            layer?: number;
            tensor?: string;
            index?: number;
            values?: number[];
            activation?: components["schemas"]["Rule"];
            weights?: components["schemas"]["Rule"];
        };
        /** @description Keys of docs/spec/overrides.md. */
        Rule: {
            width?: number;
            /** @enum {string} */
            method?: "kl" | "log2" | "minmax" | "mse" | "octav" | "percentile";
            percentile?: number;
            /** @enum {string} */
            scaleKind?: "any" | "log2";
            /** @enum {string} */
            symmetry?: "symmetric" | "asymmetric";
            /** @enum {string} */
            granularity?: "channel" | "tensor";
            /** @description of an activation: smallest and largest value that it must hold, in the place of a method; -t, t is symmetric */
            range?: number[];
        };
        Simulation: {
            id: components["schemas"]["Id"];
            experiment: components["schemas"]["Id"];
            picture: components["schemas"]["Id"];
            /** Format: date-time */
            created: string;
            /** @description left out where it is not */
            temporary?: boolean;
            /** @enum {string} */
            state: "live" | "parked" | "failed" | "unresponsive";
            /** @description of a failed or unresponsive one: what happened, in plain words */
            message?: string;
            /** @description of `message`, where the words are the server's */
            messageReason?: components["schemas"]["Reason"];
            /** @description the layer that runs next; `layers` at the end */
            position: number;
            layers: number;
            /** @description a move is on its way */
            busy: boolean;
            /** @description grows with every change of this document: of an answer and an event, which travel on two connections, the one with the larger sequence is the newer */
            sequence: number;
            /** @description by layer */
            modes: components["schemas"]["Mode"][];
            /** @description layers that have run but that changes made invalid */
            stale: number[];
            stops: components["schemas"]["Stop"][];
            /** @description what ended the last move; empty where it came to where it should */
            hits: {
                layer: number;
                /** @description such as watch 3 conv_3: sqnr < 18 (6.4) */
                text: string;
            }[];
            /** @description oldest first */
            edits: {
                text: string;
                /** @enum {string} */
                kind: "mode" | "values" | "quantize";
                layers: number[];
                /** @description values that were written over tensors of the picture: `save` leaves them out, and they go for good with another picture; left out where it is false */
                ofPicture?: boolean;
            }[];
            /** @description how many changes redo can apply again */
            redo: number;
            /** @description that the last move took in the engine */
            milliseconds?: number;
        };
        LayerError: {
            layer: number;
            /** @description dB of accumulated noise; left out where there is none */
            sqnr?: number;
            cosine: number;
            mse: number;
            maxAbs: number;
            /** @description 0..1, values that the clamp changed */
            saturation: number;
            /** @description of accumulators */
            overflows: number;
            /** @description dB of the layer's own noise; left out where there is none or unasked */
            isolatedSqnr?: number;
        };
        Answer: {
            boxes: {
                class: number;
                name: string;
                score: number;
                /** @description left edge, 0..1 of the picture's width */
                x: number;
                y: number;
                width: number;
                height: number;
            }[];
            classes: {
                class: number;
                name: string;
                score: number;
            }[];
        };
        Answers: {
            run: components["schemas"]["Answer"];
            float: components["schemas"]["Answer"];
            /** @description dB at the outputs */
            sqnr?: number;
        };
        TensorDetails: {
            name: string;
            /** @enum {string} */
            dtype: "f32" | "i8" | "i16" | "i32" | "i64" | "u8";
            shape: number[];
            editable: boolean;
            quantization?: components["schemas"]["Quantization"];
        };
        LayerDetails: {
            index: number;
            name: string;
            kind: string;
            mode: components["schemas"]["Mode"];
            ran: boolean;
            stale: boolean;
            milliseconds?: number;
            tensors: components["schemas"]["TensorDetails"][];
            /** @description keys and values of the layer's .net section, for people */
            parameters: {
                [key: string]: string;
            };
        };
        Summary: {
            count: number;
            min: number;
            max: number;
            mean: number;
            deviation: number;
            zeros: number;
            nans: number;
        };
        Statistics: {
            run: components["schemas"]["Summary"];
            /** @description of outputs */
            float?: components["schemas"]["Summary"];
            /** @description of outputs */
            error?: components["schemas"]["LayerError"];
            /** @description Equal bins from low to high. */
            histogram?: {
                low: number;
                high: number;
                run: number[];
                float?: number[];
                /** @description smallest and largest value that the quantized tensor can hold */
                thresholds?: number[];
            };
        };
        Event: {
            /** @enum {string} */
            kind: "job" | "experiment" | "project" | "file" | "simulation" | "progress" | "closing";
            job?: components["schemas"]["Job"];
            experiment?: components["schemas"]["Experiment"];
            project?: components["schemas"]["Id"];
            file?: components["schemas"]["Id"];
            /** @description what `project`, `file`, or the id of the experiment or of the simulation names was deleted; events of files, experiments and jobs name their project, too */
            gone?: boolean;
            simulation?: components["schemas"]["Simulation"];
            /** @description of a move */
            progress?: {
                simulation: components["schemas"]["Id"];
                layer: number;
            };
        };
    };
    responses: {
        /** @description What went wrong */
        Error: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description Values, little endian */
        Tensor: {
            headers: {
                /** @description such as 16,208,208 */
                "Tensor-Shape"?: string;
                /** @description f32 i8 i16 i32 i64 */
                "Tensor-Dtype"?: string;
                /** @description smallest and largest value of the whole tensor, such as -3.5,12.25 */
                "Tensor-Range"?: string;
                /** @description side of the blocks of which one value is sent; 1 is everything */
                "Tensor-Step"?: number;
                [name: string]: unknown;
            };
            content: {
                "application/octet-stream": string;
            };
        };
    };
    parameters: {
        project: components["schemas"]["Id"];
        file: components["schemas"]["Id"];
        experiment: components["schemas"]["Id"];
        job: components["schemas"]["Id"];
        simulation: components["schemas"]["Id"];
        layer: number;
        /** @description one of LayerDetails.tensors, or accumulators */
        tensor: string;
        /** @description run, FLOAT on the same picture, or run minus FLOAT (the latter two of outputs alone) */
        source: "run" | "float" | "difference";
    };
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Who is signed in */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    signIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    token: string;
                };
            };
        };
        responses: {
            /** @description Signed in */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    signOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Signed out */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Error"];
        };
    };
    listenToEvents: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Switching to WebSocket */
            101: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Error"];
        };
    };
    getGuide: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Where the path leads */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Guide"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    listProjects: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"][];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    createProject: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProjectName"];
            };
        };
        responses: {
            /** @description Made */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    getProject: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project: components["parameters"]["project"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The project */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    deleteProject: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project: components["parameters"]["project"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Gone */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Error"];
        };
    };
    renameProject: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project: components["parameters"]["project"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProjectName"];
            };
        };
        responses: {
            /** @description Renamed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    listFiles: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project: components["parameters"]["project"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description By path */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["File"][];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    uploadFile: {
        parameters: {
            query: {
                path: components["schemas"]["Path"];
            };
            header?: never;
            path: {
                project: components["parameters"]["project"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            /** @description Stored */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["File"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    getFile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                file: components["parameters"]["file"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is known of it */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["File"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    deleteFile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                file: components["parameters"]["file"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Gone */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Error"];
        };
    };
    downloadFile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                file: components["parameters"]["file"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The bytes */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            /** @description The asked part */
            206: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            default: components["responses"]["Error"];
        };
    };
    listExperiments: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project: components["parameters"]["project"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Experiment"][];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    createExperiment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project: components["parameters"]["project"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewExperiment"];
            };
        };
        responses: {
            /** @description Being compiled */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Experiment"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    getExperiment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                experiment: components["parameters"]["experiment"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The experiment */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Experiment"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    deleteExperiment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                experiment: components["parameters"]["experiment"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Gone */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Error"];
        };
    };
    renameExperiment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                experiment: components["parameters"]["experiment"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: components["schemas"]["Name"];
                };
            };
        };
        responses: {
            /** @description Renamed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Experiment"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    getGraph: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                experiment: components["parameters"]["experiment"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The network */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Graph"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    listPackageFiles: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                experiment: components["parameters"]["experiment"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The files of the package */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PackageFile"][];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    downloadPackageFile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                experiment: components["parameters"]["experiment"];
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The bytes */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            /** @description The asked part */
            206: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            default: components["responses"]["Error"];
        };
    };
    listJobs: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project: components["parameters"]["project"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"][];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    createJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project: components["parameters"]["project"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewJob"];
            };
        };
        responses: {
            /** @description Queued */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    getJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                job: components["parameters"]["job"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The job */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    getJobLog: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                job: components["parameters"]["job"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Text */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description The asked part */
            206: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            default: components["responses"]["Error"];
        };
    };
    getJobResult: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                job: components["parameters"]["job"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The program's document */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            default: components["responses"]["Error"];
        };
    };
    cancelJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                job: components["parameters"]["job"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The job; its program ends within a second */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    retryJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                job: components["parameters"]["job"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Queued again */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    openSimulation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                experiment: components["parameters"]["experiment"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewSimulation"];
            };
        };
        responses: {
            /** @description Standing before the first layer */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Simulation"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    listSimulations: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Simulation"][];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    getSimulation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                simulation: components["parameters"]["simulation"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Where it stands */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Simulation"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    closeSimulation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                simulation: components["parameters"]["simulation"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Gone */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Error"];
        };
    };
    resumeSimulation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                simulation: components["parameters"]["simulation"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Where it stands */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Simulation"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    moveSimulation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                simulation: components["parameters"]["simulation"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Move"];
            };
        };
        responses: {
            /** @description Where it stands */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Simulation"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    interruptSimulation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                simulation: components["parameters"]["simulation"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Told */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Error"];
        };
    };
    changePicture: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                simulation: components["parameters"]["simulation"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    picture: components["schemas"]["Id"];
                };
            };
        };
        responses: {
            /** @description Where it stands */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Simulation"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    setStops: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                simulation: components["parameters"]["simulation"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Stops"];
            };
        };
        responses: {
            /** @description Where it stands */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Simulation"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    applyEdit: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                simulation: components["parameters"]["simulation"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Edit"];
            };
        };
        responses: {
            /** @description Where it stands */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Simulation"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    undoEdit: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                simulation: components["parameters"]["simulation"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Where it stands */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Simulation"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    redoEdit: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                simulation: components["parameters"]["simulation"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Where it stands */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Simulation"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    saveSimulation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                simulation: components["parameters"]["simulation"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: components["schemas"]["Name"];
                };
            };
        };
        responses: {
            /** @description The new experiment */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Experiment"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    getErrors: {
        parameters: {
            query?: {
                /** @description also what each layer adds alone (its own noise); takes about two more runs */
                isolated?: boolean;
            };
            header?: never;
            path: {
                simulation: components["parameters"]["simulation"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description By layer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LayerError"][];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    getAnswer: {
        parameters: {
            query?: {
                threshold?: number;
            };
            header?: never;
            path: {
                simulation: components["parameters"]["simulation"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Boxes or classes */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Answers"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    getLayer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                simulation: components["parameters"]["simulation"];
                layer: components["parameters"]["layer"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The layer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LayerDetails"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    getStatistics: {
        parameters: {
            query?: {
                /** @description one of LayerDetails.tensors, or accumulators */
                tensor?: components["parameters"]["tensor"];
                bins?: number;
            };
            header?: never;
            path: {
                simulation: components["parameters"]["simulation"];
                layer: components["parameters"]["layer"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Numbers and a histogram */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Statistics"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    getValues: {
        parameters: {
            query?: {
                /** @description one of LayerDetails.tensors, or accumulators */
                tensor?: components["parameters"]["tensor"];
                /** @description run, FLOAT on the same picture, or run minus FLOAT (the latter two of outputs alone) */
                source?: components["parameters"]["source"];
                /** @description raw: as stored, in the dtype that Tensor-Dtype names */
                form?: "real" | "raw";
            };
            header?: never;
            path: {
                simulation: components["parameters"]["simulation"];
                layer: components["parameters"]["layer"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Tensor"];
            206: components["responses"]["Tensor"];
            default: components["responses"]["Error"];
        };
    };
    getMap: {
        parameters: {
            query?: {
                /** @description one of LayerDetails.tensors, or accumulators */
                tensor?: components["parameters"]["tensor"];
                /** @description run, FLOAT on the same picture, or run minus FLOAT (the latter two of outputs alone) */
                source?: components["parameters"]["source"];
                /** @description first channel */
                first?: number;
                /** @description channels; those beyond the last are left out */
                count?: number;
                size?: number;
            };
            header?: never;
            path: {
                simulation: components["parameters"]["simulation"];
                layer: components["parameters"]["layer"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Tensor"];
            default: components["responses"]["Error"];
        };
    };
}
