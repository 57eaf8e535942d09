export interface paths {
    "/api/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tells what changed, so that a screen asks again. */
        get: operations["changes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/command_bind_device": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Gives a device's role to another device. */
        post: operations["command_bind_device"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/command_choose_work_unit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Binds the station to a work unit. */
        post: operations["command_choose_work_unit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/command_exception": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Settles what does not add up. */
        post: operations["command_exception"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/command_import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Imports documents. */
        post: operations["command_import"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/command_job_order": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Carries out a command to a job order. */
        post: operations["command_job_order"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/command_join_plant": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Joins a plant. */
        post: operations["command_join_plant"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/command_label": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Carries out a command about labels. */
        post: operations["command_label"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/command_label_pdf": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Saves a copy of a label as a PDF page on this station. */
        post: operations["command_label_pdf"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/command_log_in": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Signs a person in. */
        post: operations["command_log_in"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/command_log_out": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Signs a person out. */
        post: operations["command_log_out"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/command_lot": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Stops the use of a lot, or lets it go on. */
        post: operations["command_lot"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/command_nonconformance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Opens a nonconformance, or decides about one. */
        post: operations["command_nonconformance"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/command_operations_request": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Carries out a command to a production order. */
        post: operations["command_operations_request"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/command_template": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Keeps a new version of a label template. */
        post: operations["command_template"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/draw_template": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Draws a label template that need not be kept yet. */
        post: operations["draw_template"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/find_devices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Finds what is plugged in and may be set up. */
        post: operations["find_devices"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/find_scan": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Looks a scanned code up. */
        post: operations["find_scan"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/test_device": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Tries a device out: reads the scale, prints a test label, or awaits a scan. */
        post: operations["test_device"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/view_board": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Reads the live board. */
        post: operations["view_board"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/view_devices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Reads how the devices are. */
        post: operations["view_devices"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/view_exceptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Reads what does not add up and is not settled. */
        post: operations["view_exceptions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/view_job": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Reads one job in full. */
        post: operations["view_job"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/view_job_list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Reads the job list of a work unit. */
        post: operations["view_job_list"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/view_lot": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Reads one lot and what stops it. */
        post: operations["view_lot"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/view_nonconformances": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Reads the inbox of nonconformances. */
        post: operations["view_nonconformances"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/view_order": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Reads one order with its operations. */
        post: operations["view_order"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/view_order_tray": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Reads a page of the order tray. */
        post: operations["view_order_tray"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/view_outbox": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Reads the messages to the ERP. */
        post: operations["view_outbox"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/view_plant": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Reads how sharing with the plant stands. */
        post: operations["view_plant"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/view_station": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Reads the frame of every screen. */
        post: operations["view_station"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/view_templates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Reads the label templates. */
        post: operations["view_templates"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/view_trace": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Traces a lot, a serial number, a job or an order. */
        post: operations["view_trace"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/view_weight": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Reads what the scale shows. */
        post: operations["view_weight"];
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
        /**
         * @description What may be done with the job now. A screen shows these and no others.
         * @enum {string}
         */
        Action: "start" | "pause" | "resume" | "report" | "consume" | "weigh" | "return" | "inspect" | "finish" | "print_label";
        /** @description A baseline on its way to a new station that is at work: what the plant's past led to, as one file. */
        BaselineView: {
            /**
             * Format: int64
             * @description Mebibytes that are here.
             */
            mib: number;
            /**
             * Format: int64
             * @description Mebibytes it has.
             */
            of_mib: number;
            /** @description Whether it is all here: the next start of Lineside begins with it. */
            ready: boolean;
        };
        /** @description One work unit on the board. */
        BoardUnit: {
            /**
             * Format: int64
             * @description Jobs late here.
             */
            behind: number;
            job?: components["schemas"]["JobCard"] | null;
            /**
             * Format: int64
             * @description Jobs waiting behind it.
             */
            queued: number;
            /**
             * Format: int64
             * @description Standard time of the queue, in seconds.
             */
            queued_s: number;
            /** @description Why the worst of them is late, in words. */
            reason?: string | null;
            /** @description State. */
            state: components["schemas"]["UnitState"];
            work_center?: components["schemas"]["Place"] | null;
            /** @description Work unit. */
            work_unit: components["schemas"]["Place"];
        };
        /** @description The live board. */
        BoardView: {
            /**
             * Format: int64
             * @description Late jobs.
             */
            behind: number;
            /**
             * Format: date-time
             * @description The core's clock when this was read: a board older than 30 s is hatched.
             */
            now: string;
            /**
             * Format: int64
             * @description Queued jobs.
             */
            queued: number;
            /**
             * Format: date-time
             * @description When the last event was recorded here.
             */
            recorded_at?: string | null;
            /**
             * Format: int64
             * @description Running jobs.
             */
            running: number;
            /** @description Work units by work center and name. */
            units: components["schemas"]["BoardUnit"][];
        };
        /**
         * @description Why the branch of a row ends where more might stand.
         * @enum {string}
         */
        BranchEnd: "above" | "circle" | "too_long";
        /** @description What happened since, pushed to every screen (server-sent events, Tauri events). */
        Change: {
            /** @enum {string} */
            change: "recorded";
            /** @description Kinds of aggregate touched, for example `job_order`. */
            kinds: string[];
        } | {
            /** @enum {string} */
            change: "scanned";
            /** @description AIM identifier, for example `]C1`. */
            symbology?: string | null;
            /** @description The text as read, FNC1 as U+001D. */
            text: string;
        } | {
            /** @enum {string} */
            change: "weighed";
            /** @description What it shows. */
            weight: components["schemas"]["WeightView"];
        } | {
            /** @enum {string} */
            change: "device";
            /** @description How it is. */
            device: components["schemas"]["DeviceView"];
        } | {
            /** @enum {string} */
            change: "exchange";
        } | {
            /** @enum {string} */
            change: "storage";
            /** @description Whether it is possible. */
            writable: boolean;
        };
        /** @description Binds the station to a work unit. */
        ChooseWorkUnit: {
            /**
             * Format: uuid
             * @description Who.
             */
            session: string;
            /** @description Work unit. */
            work_unit: components["schemas"]["EquipmentId"];
        };
        /**
         * @description What kind of failure it is.
         * @enum {string}
         */
        Code: "refused" | "changed" | "not_found" | "session" | "offline" | "storage" | "device" | "bad_request" | "defect";
        /** @description What a person wants of a job order. */
        Command: {
            before?: components["schemas"]["JobOrderId"] | null;
            /** @enum {string} */
            do: "dispatch";
            /** @description Last event the person saw of the job. */
            seen: components["schemas"]["EventId"];
            /** @description Work unit. */
            work_unit: components["schemas"]["EquipmentId"];
        } | {
            /** @enum {string} */
            do: "start";
            /** @description Work unit. */
            work_unit: components["schemas"]["EquipmentId"];
        } | {
            /** @enum {string} */
            do: "pause";
            /** @description Why. */
            reason: string;
        } | {
            /** @enum {string} */
            do: "resume";
        } | {
            /** @enum {string} */
            do: "report";
            /** @description What follows. */
            finish: components["schemas"]["Finish"];
            /** @description Good, as an increment. */
            good: components["schemas"]["Quantity"];
            /** @description Why it is closed short. */
            reason?: string | null;
            rework?: components["schemas"]["Quantity"] | null;
            /** @description Scrap by reason, as increments. */
            scrap: components["schemas"]["Scrap"][];
        } | {
            /** @enum {string} */
            do: "finish";
            /** @description How. */
            outcome: components["schemas"]["Outcome"];
            /** @description Why it is closed short. */
            reason?: string | null;
        } | {
            /** @enum {string} */
            do: "consume";
            /** @description Lot. */
            lot: components["schemas"]["MaterialLotId"];
            quantity?: components["schemas"]["Quantity"] | null;
        } | {
            /** @enum {string} */
            do: "weigh";
            /** @description Lot. */
            lot: components["schemas"]["MaterialLotId"];
        } | {
            /** @enum {string} */
            do: "return";
            /** @description Lot it was taken of. */
            lot: components["schemas"]["MaterialLotId"];
            /** @description Amount. */
            quantity: components["schemas"]["Quantity"];
        } | {
            /** @description Key of the characteristic. */
            characteristic: string;
            /** @enum {string} */
            do: "inspect";
            /** @description What it was measured with, at most 400 characters. */
            gauge?: string | null;
            /** @description What was found. */
            observed: components["schemas"]["Observed"];
        } | {
            /** @enum {string} */
            do: "void";
            /** @description Entry. */
            event: components["schemas"]["EventId"];
            /** @description Why. */
            reason: string;
        };
        /** @description Gives a device's role to another device. */
        CommandBindDevice: {
            /**
             * Format: int32
             * @description Dots to the inch of a printer's head; 203 without.
             */
            dpi?: number | null;
            /** @description What it speaks: one of the names that `view_devices` lists. */
            protocol: string;
            /** @description Role. */
            role: components["schemas"]["DeviceRole"];
            /**
             * Format: uuid
             * @description Who; an installer.
             */
            session: string;
            /** @description Whether every screen says that it is no real device. */
            simulated: boolean;
            /**
             * @description `tcp:HOST:PORT`, `serial:PATH[:BAUD[:8N1]]`, `usb:VID:PID[:SERIAL[:BAUD[:8N1]]]`,
             *     `hid:VID:PID[:SERIAL]`, `keys:VID:PID[:SERIAL]` or `usb-printer:VID:PID[:SERIAL]`.
             */
            target: string;
            /** @description Unit a scale is set to whose frames name none. */
            unit?: string | null;
        };
        /** @description Settles an exception. */
        CommandException: {
            /** @description The event that does not add up. */
            event: components["schemas"]["EventId"];
            /** @description What came of it, at most 400 characters. */
            note: string;
            /** @description Minted once by the screen: sent twice, it is carried out once. */
            request: components["schemas"]["RequestId"];
            /**
             * Format: uuid
             * @description Who.
             */
            session: string;
        };
        /** @description Imports documents. */
        CommandImport: {
            /** @description Only try. */
            dry_run: boolean;
            /** @description Documents. */
            files: components["schemas"]["ImportFile"][];
            /** @description Minted once by the screen. */
            request: components["schemas"]["RequestId"];
            /**
             * Format: uuid
             * @description Who; absent for the command line, whose user owns the data folder.
             */
            session?: string | null;
        };
        /** @description A command to a job order. */
        CommandJobOrder: {
            /** @description What. */
            command: components["schemas"]["Command"];
            /** @description Whether the person was asked and said yes. */
            confirmed?: boolean;
            /** @description Job. */
            job: components["schemas"]["JobOrderId"];
            /** @description Minted once by the screen: sent twice, it is carried out once. */
            request: components["schemas"]["RequestId"];
            /**
             * Format: uuid
             * @description Who.
             */
            session: string;
        };
        /** @description Joins a plant. */
        CommandJoinPlant: {
            /** @description Join code, as `linesidectl plant enroll` prints it; it holds a password. */
            code: string;
            /**
             * Format: uuid
             * @description Who.
             */
            session: string;
        };
        /** @description A command about labels. */
        CommandLabel: {
            /** @description What. */
            command: components["schemas"]["LabelCommand"];
            /** @description Minted once by the screen: sent twice, it is carried out once. */
            request: components["schemas"]["RequestId"];
            /**
             * Format: uuid
             * @description Who.
             */
            session: string;
        };
        /** @description Saves a copy of a label as a PDF page. */
        CommandLabelPdf: {
            /**
             * Format: int32
             * @description Copy, 0 for the first.
             */
            copy: number;
            /** @description Label. */
            label: components["schemas"]["LabelId"];
            /**
             * Format: uuid
             * @description Who.
             */
            session: string;
        };
        /** @description A command to a lot. */
        CommandLot: {
            /** @description What. */
            command: components["schemas"]["HoldCommand"];
            /** @description Lot. */
            lot: components["schemas"]["MaterialLotId"];
            /** @description Minted once by the screen: sent twice, it is carried out once. */
            request: components["schemas"]["RequestId"];
            /**
             * Format: uuid
             * @description Who.
             */
            session: string;
        };
        /** @description A command to a nonconformance. */
        CommandNonconformance: {
            /** @description What. */
            command: components["schemas"]["DoubtCommand"];
            nonconformance?: components["schemas"]["NonconformanceId"] | null;
            /** @description Minted once by the screen: sent twice, it is carried out once. */
            request: components["schemas"]["RequestId"];
            /**
             * Format: uuid
             * @description Who.
             */
            session: string;
        };
        /** @description A command to an order. */
        CommandOperationsRequest: {
            /** @description What. */
            command: components["schemas"]["OrderCommand"];
            /** @description Order. */
            order_id: components["schemas"]["OperationsRequestId"];
            /** @description Minted once by the screen: sent twice, it is carried out once. */
            request: components["schemas"]["RequestId"];
            /** @description Last event the person saw. */
            seen: components["schemas"]["EventId"];
            /**
             * Format: uuid
             * @description Who.
             */
            session: string;
        };
        /** @description Keeps a new version of a label template. A version never changes. */
        CommandTemplate: {
            /**
             * Format: uuid
             * @description Who; an installer.
             */
            session: string;
            /** @description The template as its file: JSON. */
            template: string;
        };
        /** @description One component of the job. */
        ComponentView: {
            /** @description Consumed so far. */
            consumed: components["schemas"]["Quantity"];
            /** @description Item description. */
            description: string;
            /** @description Lots in stock, first to expire first; at most five. */
            expected: components["schemas"]["ExpectedLot"][];
            /** @description How it gets consumed. */
            issue: components["schemas"]["IssueMethod"];
            /** @description Item number. */
            material: string;
            /** @description Needed for the released quantity. */
            needed: components["schemas"]["Quantity"];
            /** @description Lots it has been taken of and what the job has of each: that much can come back. */
            taken: components["schemas"]["ExpectedLot"][];
            /** @description How it is told apart. */
            tracking: components["schemas"]["Tracking"];
            weigh_max?: components["schemas"]["Quantity"] | null;
            weigh_min?: components["schemas"]["Quantity"] | null;
        };
        /**
         * @description Whether this station shares with a plant.
         * @enum {string}
         */
        Connection: "alone" | "online" | "offline";
        /**
         * @description Where a message to the ERP stands.
         * @enum {string}
         */
        Delivery: "pending" | "sent" | "acknowledged" | "refused" | "withdrawn";
        /** @description What devices of a role may speak. */
        DeviceChoice: {
            /** @description Dots to the inch it may have, the usual first; none where it prints nothing. */
            dpis: number[];
            /** @description What it may speak, the usual first. */
            protocols: components["schemas"]["ProtocolChoice"][];
            /** @description Role. */
            role: components["schemas"]["DeviceRole"];
        };
        /** @description What was wrong with a device. */
        DeviceError: {
            /**
             * Format: date-time
             * @description When it began.
             */
            at: string;
            /** @description What was wrong, and what to check. */
            sentence: string;
        };
        /**
         * @description What a device is for.
         * @enum {string}
         */
        DeviceRole: "scanner" | "scale" | "printer";
        /** @description What came of trying a device out. */
        DeviceTest: {
            /** @description Whether it does what it is for. */
            passed: boolean;
            /** @description Role. */
            role: components["schemas"]["DeviceRole"];
            /** @description What it did, or what to check. */
            sentence: string;
        };
        /** @description How a device is. */
        DeviceView: {
            /**
             * Format: int32
             * @description Dots to the inch of a printer's head.
             */
            dpi?: number | null;
            last_error?: components["schemas"]["DeviceError"] | null;
            /** @description Where it is, as it is written to set it up. */
            place: string;
            /** @description What it speaks. */
            protocol: string;
            /** @description Whether it answers. */
            ready: boolean;
            /** @description What it is for. */
            role: components["schemas"]["DeviceRole"];
            /** @description What is wrong and what to check, when not ready. */
            sentence?: string | null;
            /** @description Whether it is simulated. */
            simulated: boolean;
            /** @description Where it is and what it speaks there, for people. */
            target: string;
            /** @description Unit a scale is set to whose frames name none. */
            unit?: string | null;
        };
        /** @description Devices of this station. */
        DevicesView: {
            /** @description What may be set up. */
            choices: components["schemas"]["DeviceChoice"][];
            /** @description Devices. */
            devices: components["schemas"]["DeviceView"][];
        };
        /**
         * @description What becomes of an amount that does not conform.
         * @enum {string}
         */
        Disposition: "use_as_is" | "rework" | "scrap" | "return";
        /** @description One row of a decision. */
        DispositionRow: {
            /** @description What becomes of it. */
            disposition: components["schemas"]["Disposition"];
            /** @description Lot and its number; absent for pieces that are in no lot yet. */
            lot?: [
                string,
                string
            ] | null;
            /** @description Amount. */
            quantity: components["schemas"]["Quantity"];
        };
        /**
         * @description What a person may do about a nonconformance now.
         * @enum {string}
         */
        DoubtAction: "contain" | "count" | "disposition" | "close";
        /** @description What a person wants of a nonconformance. */
        DoubtCommand: {
            /** @description What does not conform, at most 400 characters. */
            cause: string;
            /** @enum {string} */
            do: "open";
            /** @description Lot. */
            lot: components["schemas"]["MaterialLotId"];
            /** @description How much is in doubt. */
            quantity: components["schemas"]["Quantity"];
        } | {
            /** @enum {string} */
            do: "contain";
            /** @description Lot. */
            lot: components["schemas"]["MaterialLotId"];
        } | {
            /** @enum {string} */
            do: "count";
            /** @description Why, at most 400 characters. */
            note: string;
            /** @description How much. */
            quantity: components["schemas"]["Quantity"];
        } | {
            /** @enum {string} */
            do: "disposition";
            /** @description Why, at most 400 characters. */
            note: string;
            /** @description Amounts. */
            rows: components["schemas"]["DispositionRow"][];
        } | {
            /** @enum {string} */
            do: "close";
            /** @description What was verified, at most 400 characters. */
            note: string;
        };
        /**
         * @description Where it stands.
         * @enum {string}
         */
        DoubtStatus: "open" | "dispositioned" | "closed";
        /** @description A lot that was held with a nonconformance. */
        DoubtfulLot: {
            /** @description Everything that came in. */
            entered: components["schemas"]["Quantity"];
            /** @description Whether it is on hold. */
            held: boolean;
            /** @description Left of it: what is missing went into something, see its trace. */
            left: components["schemas"]["Quantity"];
            /** @description Lot. */
            lot: components["schemas"]["MaterialLotId"];
            /** @description Its number. */
            number: string;
        };
        /** @description Draws a label template that need not be kept yet. */
        DrawTemplate: {
            /** @description What stands in its fields; a sample in those that are not here, nothing in those that are empty. */
            fields?: {
                [key: string]: string;
            };
            /** @description The template as its file: JSON. */
            template: string;
        };
        /** @description One line of the job's history. */
        Entry: {
            /**
             * Format: date-time
             * @description When it happened.
             */
            at: string;
            /** @description Whether the signed-in person may void it now. */
            can_void: boolean;
            /** @description Event. */
            event: components["schemas"]["EventId"];
            /** @description What, as a sentence. */
            text: string;
            /** @description Whether it was voided; it stays visible, struck through. */
            voided: boolean;
            /** @description Who, by name. */
            who?: string | null;
        };
        /**
         * Format: uuid
         * @description A place in the hierarchy: work center, work unit.
         */
        EquipmentId: string;
        /**
         * Format: uuid
         * @description One recorded event.
         */
        EventId: string;
        /** @description One fact that does not add up. */
        ExceptionRow: {
            /**
             * Format: date-time
             * @description When it was entered.
             */
            at: string;
            /** @description The figures that do not add up, where there are any. */
            detail?: string | null;
            /** @description The event. */
            event: components["schemas"]["EventId"];
            /** @description Whose it is to settle. */
            owner: components["schemas"]["Role"];
            /** @description What does not add up, in words, and what to do. */
            sentence: string;
            /** @description Station that recorded it, short. */
            station: string;
            /** @description What people call the job, lot or order. */
            subject: string;
            /** @description Who entered it; the ERP's name for what it sent. */
            who?: string | null;
        };
        /** @description Everything that is not settled. */
        ExceptionsView: {
            /** @description Exceptions, the newest first. */
            exceptions: components["schemas"]["ExceptionRow"][];
            /** @description Whether there are more than are shown. */
            more: boolean;
        };
        /** @description A lot that could be consumed. Shown as expected, never pre-selected. */
        ExpectedLot: {
            /**
             * Format: date
             * @description Last day of use.
             */
            expires?: string | null;
            /** @description Where it is kept. */
            location?: string | null;
            /** @description Lot. */
            lot: components["schemas"]["MaterialLotId"];
            /** @description Number on the material. */
            number: string;
            /** @description Left. */
            quantity: components["schemas"]["Quantity"];
        };
        /** @description A failure as every host answers it. */
        Failure: {
            /** @description Kind. */
            code: components["schemas"]["Code"];
            /** @description Present when the command is carried out after a yes: ask this, then send it `confirmed`. */
            confirm?: string | null;
            /** @description Gates that fail, for a start. */
            gates?: components["schemas"]["Gate"][];
            /** @description Stable name of the reason, for software. */
            reason: string;
            /** @description What is wrong and what to do. */
            sentence: string;
        };
        /** @description Asks what a scanned code is. */
        FindScan: {
            /** @description AIM identifier, for example `]C1`. */
            symbology?: string | null;
            /** @description The text as read, FNC1 as U+001D. */
            text: string;
        };
        /** @description Something a reader noticed that does not stop the import. */
        Finding: {
            /** @description File name, without its folder. */
            file: string;
            /**
             * Format: int64
             * @description Row (CSV) or line (XML), from 1; absent for the file as a whole.
             */
            row?: number | null;
            /** @description What was found and what was done about it, as a sentence. */
            text: string;
        };
        /**
         * @description What to do with the job after a report.
         * @enum {string}
         */
        Finish: "continue" | "complete" | "short_close";
        /** @description What a scanned code is. */
        Found: {
            /** @description Badge, for the log-in. */
            badge: string;
            /** @enum {string} */
            found: "badge";
        } | {
            /** @enum {string} */
            found: "job";
            /** @description Job. */
            job: components["schemas"]["JobOrderId"];
            /** @description The ERP's order number. */
            order: string;
            /** @description Operation number. */
            segment: string;
            work_unit?: components["schemas"]["EquipmentId"] | null;
        } | {
            /** @enum {string} */
            found: "lots";
            /** @description Lots. */
            lots: components["schemas"]["FoundLot"][];
        } | {
            /** @enum {string} */
            found: "label";
            /** @description Label. */
            label: components["schemas"]["LabelId"];
        } | {
            /** @enum {string} */
            found: "nothing";
            /** @description What to do. */
            sentence: string;
        };
        /** @description A device that was found. */
        FoundDevice: {
            bound?: components["schemas"]["DeviceRole"] | null;
            /** @description How it hangs on this computer. */
            kind: components["schemas"]["FoundKind"];
            /** @description What it calls itself. */
            name: string;
            /** @description Which device on USB it is, for people. */
            place?: string | null;
            /** @description Why it cannot be used, or what to mind. */
            sentence?: string | null;
            /** @description What it may be set up as. */
            uses: components["schemas"]["FoundUse"][];
        };
        /**
         * @description How a device hangs on a computer.
         * @enum {string}
         */
        FoundKind: "serial" | "hid" | "keys" | "usb_printer" | "simulated";
        /** @description A lot a scan may mean. */
        FoundLot: {
            /** @description Item description. */
            description: string;
            /**
             * Format: date
             * @description Last day of use.
             */
            expires?: string | null;
            /** @description Lot. */
            lot: components["schemas"]["MaterialLotId"];
            /** @description Item number. */
            material: string;
            /** @description Number. */
            number: string;
            /** @description Left. */
            quantity: components["schemas"]["Quantity"];
            /** @description Supplier, where known. */
            supplier?: string | null;
            /** @description Why it is not to be used, in words; absent where it may be. */
            why_not?: string | null;
        };
        /** @description What a device may be set up as. */
        FoundUse: {
            /** @description Where it is, as it is written to set it up. */
            place: string;
            /** @description What it speaks, as far as it can be known. */
            protocol: string;
            /** @description Role. */
            role: components["schemas"]["DeviceRole"];
        };
        /** @description What is plugged in here and may be set up. */
        FoundView: {
            /** @description A sheet of codes to try a scanner out, as SVG. */
            code_sheet: string;
            /** @description Devices. */
            devices: components["schemas"]["FoundDevice"][];
            /** @description What kept some of them from being found, and what to do. */
            troubles: string[];
        };
        /** @description One gate that fails. */
        Gate: {
            /** @description Which. */
            code: components["schemas"]["GateCode"];
            /** @description Hard gates refuse the act; soft ones are shown beside it. */
            hard: boolean;
            owner?: components["schemas"]["Role"] | null;
            /** @description Why, in words. */
            sentence: string;
        };
        /**
         * @description Names of gates: stable, for software.
         * @enum {string}
         */
        GateCode: "job_ended" | "not_dispatched" | "upstream" | "work_unit_busy" | "nothing_left" | "not_authorised" | "order_cancelled" | "material_short" | "inspection_due";
        /** @description What a person wants of a lot. */
        HoldCommand: {
            /** @description Why, at most 400 characters. */
            cause: string;
            /** @enum {string} */
            do: "hold";
        } | {
            /** @enum {string} */
            do: "release";
            /** @description The event that put it on. */
            hold: components["schemas"]["EventId"];
            /** @description What was found, at most 400 characters. */
            note: string;
        };
        /** @description A hold that is on. */
        HoldView: {
            /**
             * Format: date-time
             * @description Since when.
             */
            at: string;
            /** @description Whether it belongs to a nonconformance: then it ends with that one. */
            by_nonconformance: boolean;
            /** @description Why. */
            cause: string;
            /** @description The event that put it on: send it back to lift it. */
            hold: components["schemas"]["EventId"];
            /** @description Who put it on, by name, where known. */
            who?: string | null;
        };
        /** @description A file to import. */
        ImportFile: {
            /** @description Content, in base64. */
            content_base64: string;
            /** @description Name, without its folder. */
            name: string;
        };
        /** @description The outcome of an import. */
        ImportReport: {
            /** @description Whether it was only tried. */
            dry_run: boolean;
            /** @description Why it was refused, each with its place. */
            errors: components["schemas"]["Finding"][];
            /** @description What was ignored, assumed or wrong. */
            findings: components["schemas"]["Finding"][];
            /** @description Whether it was refused as a whole; then nothing was recorded. */
            refused: boolean;
            /** @description What was brought. */
            tallies: components["schemas"]["Tally"][];
        };
        /** @description What an inspection found. */
        InspectionResult: {
            /**
             * Format: date-time
             * @description When.
             */
            at: string;
            /** @description Whether that conforms. */
            conforms: boolean;
            /** @description What was found. */
            observed: components["schemas"]["Observed"];
            /** @description Who, by name. */
            who?: string | null;
        };
        /** @description One characteristic that is inspected at the job. */
        InspectionView: {
            /** @description Who inspects. */
            by: components["schemas"]["Role"];
            /** @description Key: send it back with what was found. */
            characteristic: string;
            /**
             * Format: int32
             * @description How many times it is to be inspected before the next piece is reported.
             */
            due: number;
            /** @description Whether it did not conform, and nobody decided about that yet. */
            failed: boolean;
            /** @description Whether this person may. */
            may: boolean;
            /** @description What is measured or looked at. */
            name: string;
            /** @description When it is inspected. */
            occasion: components["schemas"]["Occasion"];
            /** @description What was found, newest first; at most ten. */
            results: components["schemas"]["InspectionResult"][];
            /** @description What conforms, in words. */
            specification: string;
            unit?: components["schemas"]["Unit"] | null;
        };
        /**
         * @description How a component gets consumed.
         * @enum {string}
         */
        IssueMethod: "scan" | "weigh" | "backflush";
        /** @description One job as a card. */
        JobCard: {
            /** @description Why it is late, in words. */
            behind_reason?: string | null;
            /**
             * Format: int64
             * @description Seconds behind, positive, when late.
             */
            behind_s?: number | null;
            /** @description What the ERP changed since the release, in words. */
            changed?: string | null;
            /** @description Item description. */
            description: string;
            /**
             * Format: date-time
             * @description Due.
             */
            due?: string | null;
            /** @description Gates that fail now, hard ones first; empty when it can start. */
            gates: components["schemas"]["Gate"][];
            /** @description Good so far. */
            good: components["schemas"]["Quantity"];
            /** @description Last event folded: send it back with a dispatch, so that two people cannot both decide. */
            head: components["schemas"]["EventId"];
            /** @description Job order. */
            job: components["schemas"]["JobOrderId"];
            /** @description Whether it is past due or will be, by standard time and the queue ahead. */
            late: boolean;
            /** @description Item number. */
            material: string;
            /** @description Operation name. */
            name: string;
            /** @description The ERP's order number. */
            order: string;
            /** @description Production order. */
            order_id: components["schemas"]["OperationsRequestId"];
            /**
             * Format: int32
             * @description Place in the queue, from 1.
             */
            position: number;
            /** @description Computed state. */
            readiness: components["schemas"]["Readiness"];
            /** @description Received from upstream (first operation: released). */
            received: components["schemas"]["Quantity"];
            /** @description Ordered. */
            released: components["schemas"]["Quantity"];
            /** @description Remaining: received − good − scrap − rework still out. */
            remaining: components["schemas"]["Quantity"];
            /** @description Out for rework. */
            rework: components["schemas"]["Quantity"];
            /** @description Open runs. */
            runs: components["schemas"]["OpenRun"][];
            /** @description Scrapped so far. */
            scrap: components["schemas"]["Quantity"];
            /** @description Operation number. */
            segment: string;
            /**
             * Format: int64
             * @description Standard time for what remains, in seconds; absent where the routing has none.
             */
            standard_s?: number | null;
            /** @description Stored state. */
            status: components["schemas"]["Status"];
            /** @description One sentence: why it cannot start, and who can clear it. */
            why_not?: string | null;
            /** @description Work center it belongs to. */
            work_center: components["schemas"]["Place"];
            work_unit?: components["schemas"]["Place"] | null;
        };
        /** @description The job list of one work unit (or, unassigned, of a work center). */
        JobListView: {
            /** @description Cards in dispatch order, running ones first; as many as were asked for. */
            jobs: components["schemas"]["JobCard"][];
            /**
             * Format: date-time
             * @description The core's clock.
             */
            now: string;
            /**
             * Format: int64
             * @description Open jobs of the work unit in all.
             */
            total: number;
            /** @description Jobs of its work center that no work unit has yet; as many as were asked for. */
            unassigned: components["schemas"]["JobCard"][];
            /** @description Work unit. */
            work_unit: components["schemas"]["Place"];
        };
        /**
         * Format: uuid
         * @description One operation of a released order: the unit of dispatch.
         */
        JobOrderId: string;
        /** @description One job in full. */
        JobView: {
            /** @description What may be done now. */
            actions: components["schemas"]["Action"][];
            /** @description The card. */
            card: components["schemas"]["JobCard"];
            /** @description Components. */
            components: components["schemas"]["ComponentView"][];
            /** @description History, newest first; at most 200. */
            entries: components["schemas"]["Entry"][];
            /** @description What is inspected here. */
            inspections: components["schemas"]["InspectionView"][];
            /** @description Instruction text. */
            instruction?: string | null;
            /**
             * Format: date-time
             * @description The core's clock.
             */
            now: string;
            /** @description How the job may be finished now by this person, without a report. */
            outcomes: components["schemas"]["Outcome"][];
            /** @description Pause reasons to choose from. */
            pause_reasons: string[];
            /** @description Lots made. */
            produced: components["schemas"]["ProducedLot"][];
            /** @description Reasons to choose from for printing a label again. */
            reprint_reasons: string[];
            /** @description Scrap reasons to choose from. */
            scrap_reasons: string[];
            /** @description Reasons to choose from for closing short. */
            short_reasons: string[];
            /** @description Output to suggest in the report. */
            suggested: components["schemas"]["Quantity"];
            /** @description Reasons to choose from for taking an entry back. */
            undo_reasons: string[];
        };
        /**
         * @description A step of joining a plant.
         * @enum {string}
         */
        JoinStep: "code_read" | "reachable" | "trusted" | "logged_in" | "plant";
        /** @description What became of joining a plant. */
        JoinView: {
            /** @description Steps that went well, in their order. */
            done: components["schemas"]["JoinStep"][];
            /**
             * Format: int64
             * @description Events the plant holds, where it is joined.
             */
            events?: number | null;
            failed?: components["schemas"]["JoinStep"] | null;
            /** @description The plant's name, where it is joined. */
            plant?: string | null;
            /** @description What to do about it. */
            sentence?: string | null;
        };
        /** @description What a person wants of a label. */
        LabelCommand: {
            /** @enum {string} */
            do: "print";
            /** @description Lot. */
            lot: components["schemas"]["MaterialLotId"];
        } | {
            /** @enum {string} */
            do: "reprint";
            /** @description Label. */
            label: components["schemas"]["LabelId"];
            /** @description Why. */
            reason: string;
        } | {
            /**
             * Format: int32
             * @description Copy.
             */
            copy: number;
            /** @enum {string} */
            do: "settle";
            /** @description Label. */
            label: components["schemas"]["LabelId"];
            /** @description Whether it was printed. */
            printed: boolean;
        } | {
            /** @description What was scanned: its code or the name printed on it. */
            code: string;
            /**
             * Format: int32
             * @description Copy.
             */
            copy: number;
            /** @enum {string} */
            do: "scan";
            /** @description Label. */
            label: components["schemas"]["LabelId"];
        } | {
            /**
             * Format: int32
             * @description Copy.
             */
            copy: number;
            /** @enum {string} */
            do: "cancel";
            /** @description Label. */
            label: components["schemas"]["LabelId"];
        } | {
            /** @description What was scanned, for a copy that is known to exist. */
            code?: string | null;
            /**
             * Format: int32
             * @description Copy.
             */
            copy: number;
            /** @enum {string} */
            do: "void";
            /** @description Label. */
            label: components["schemas"]["LabelId"];
            /** @description Why. */
            reason: string;
        };
        /**
         * Format: uuid
         * @description One printed label; copies carry a number beside it.
         */
        LabelId: string;
        /** @description A printed or waiting label. */
        LabelView: {
            /**
             * Format: int32
             * @description Copy, from 0; 1 and up are reprints (R1, R2).
             */
            copy: number;
            /** @description Label. */
            label: components["schemas"]["LabelId"];
            /** @description What to do, when the state asks for something. */
            sentence?: string | null;
            /** @description State of DOMAIN.md 3.1. */
            state: components["schemas"]["State"];
            /** @description Preview, as SVG. */
            svg?: string | null;
        };
        /** @description Signs a person in: by badge or by name, with a PIN. */
        LogIn: {
            /** @description Badge as scanned. */
            badge?: string | null;
            person?: components["schemas"]["PersonId"] | null;
            /** @description PIN. */
            pin?: string | null;
        };
        /** @description Signs a person out. */
        LogOut: {
            /**
             * Format: uuid
             * @description Session.
             */
            session: string;
        };
        /** @description One lot in full. */
        LotView: {
            /** @description Item description. */
            description: string;
            /** @description Everything that came in. */
            entered: components["schemas"]["Quantity"];
            /** @description Whether that day is over. */
            expired: boolean;
            /**
             * Format: date
             * @description Last day of use.
             */
            expires?: string | null;
            /** @description Holds that are on, oldest first: while there is one it is not to be used. */
            holds: components["schemas"]["HoldView"][];
            /** @description Left. */
            left: components["schemas"]["Quantity"];
            /** @description Where it is kept. */
            location?: string | null;
            /** @description Lot. */
            lot: components["schemas"]["MaterialLotId"];
            /** @description Item number. */
            material: string;
            /**
             * Format: date-time
             * @description The core's clock.
             */
            now: string;
            /** @description Number on the material. */
            number: string;
            /** @description Supplier, where known. */
            supplier?: string | null;
        };
        /**
         * Format: uuid
         * @description A lot of material.
         */
        MaterialLotId: string;
        /**
         * Format: uuid
         * @description One nonconformance.
         */
        NonconformanceId: string;
        /** @description One nonconformance. */
        NonconformanceView: {
            /** @description What this person may do now. */
            actions: components["schemas"]["DoubtAction"][];
            /**
             * Format: date-time
             * @description When it was found.
             */
            at?: string | null;
            /** @description What does not conform. */
            cause: string;
            /** @description Its description. */
            description: string;
            /** @description That job as order and operation number. */
            found_at_job?: string | null;
            job?: components["schemas"]["JobOrderId"] | null;
            /** @description Lots that were held with it. */
            lots: components["schemas"]["DoubtfulLot"][];
            /** @description Item number. */
            material: string;
            /** @description Which. */
            nonconformance: components["schemas"]["NonconformanceId"];
            /** @description Why. */
            note: string;
            /** @description Number on papers. */
            number: string;
            quantity?: components["schemas"]["Quantity"] | null;
            /** @description What was decided. */
            rows: components["schemas"]["DispositionRow"][];
            /** @description Where it stands. */
            status: components["schemas"]["DoubtStatus"];
            /** @description Who found it, by name. */
            who?: string | null;
        };
        /** @description The inbox. */
        NonconformancesView: {
            /** @description Those still open first, then the newest; at most 200. */
            nonconformances: components["schemas"]["NonconformanceView"][];
            /**
             * Format: date-time
             * @description The core's clock.
             */
            now: string;
            /**
             * Format: int64
             * @description How many are open in all.
             */
            open: number;
        };
        /** @description Nothing to say. */
        Nothing: Record<string, never>;
        /** @description What an inspection found. */
        Observed: {
            /** @description A measured value. */
            measured: components["schemas"]["Quantity"];
        } | {
            /** @description Whether it was judged to be in order. */
            judged: boolean;
        };
        /** @description When a characteristic is inspected. */
        Occasion: "first" | {
            /**
             * Format: int32
             * @description Once in so many of good output.
             */
            every: number;
        } | "last" | "lot_change";
        /** @description One person's open run. */
        OpenRun: {
            /**
             * Format: int64
             * @description Run time so far without pauses, in whole seconds as of the view's `now`.
             */
            elapsed_s: number;
            /** @description That person's name. */
            name: string;
            /** @description Whether it is paused. */
            paused: boolean;
            /** @description Who started it. */
            person: components["schemas"]["PersonId"];
            /** @description Why it is paused. */
            reason?: string | null;
            /** @description Run. */
            run: components["schemas"]["RunId"];
            /**
             * Format: date-time
             * @description Since when.
             */
            since: string;
            /** @description Where. */
            work_unit: components["schemas"]["Place"];
        };
        /**
         * Format: uuid
         * @description A production order of the ERP.
         */
        OperationsRequestId: string;
        /** @description What a supervisor wants of an order. */
        OrderCommand: {
            /** @enum {string} */
            do: "release";
        };
        /** @description One order of the tray. */
        OrderRow: {
            /** @description Item description. */
            description: string;
            /**
             * Format: date-time
             * @description Due.
             */
            due?: string | null;
            /** @description The ERP's state word. */
            erp_state: string;
            /** @description What hinders a release, as sentences; empty when it can be released. */
            findings: string[];
            /** @description Last event folded: send it back with a release. */
            head: components["schemas"]["EventId"];
            /**
             * Format: int32
             * @description Operations in all; 0 before release.
             */
            jobs: number;
            /**
             * Format: int32
             * @description Operations completed.
             */
            jobs_completed: number;
            /** @description Item number. */
            material: string;
            /** @description The ERP's order number. */
            order: string;
            /** @description Order. */
            order_id: components["schemas"]["OperationsRequestId"];
            /** @description Ordered. */
            quantity: components["schemas"]["Quantity"];
            /** @description The ERP's revision. */
            revision: string;
            /**
             * Format: date-time
             * @description Planned start.
             */
            start?: string | null;
            /** @description Our state. */
            status: components["schemas"]["OrderStatus"];
        };
        /**
         * @description State of a production order as the plant sees it.
         * @enum {string}
         */
        OrderStatus: "forecast" | "released" | "running" | "completed" | "closed" | "cancelled" | "aborted";
        /** @description The order tray. */
        OrderTrayView: {
            /** @description Pass it back to read the next page; absent at the end. */
            next?: string | null;
            /**
             * Format: date-time
             * @description The core's clock.
             */
            now: string;
            /** @description Rows by due date; at most 200 a page. */
            orders: components["schemas"]["OrderRow"][];
            /**
             * Format: int64
             * @description Orders that match in all.
             */
            total: number;
        };
        /** @description One order with its operations. */
        OrderView: {
            /** @description Operations, in routing order. */
            jobs: components["schemas"]["JobCard"][];
            /**
             * Format: date-time
             * @description The core's clock.
             */
            now: string;
            /** @description The row. */
            row: components["schemas"]["OrderRow"];
        };
        /** @description One message to the ERP. */
        OutboxRow: {
            /**
             * Format: uuid
             * @description The message it takes back; absent for work that was done.
             */
            corrects?: string | null;
            /**
             * Format: date-time
             * @description When it was made.
             */
            created_at: string;
            /**
             * Format: uuid
             * @description Message id, also its file's.
             */
            message: string;
            /** @description The ERP's order number. */
            order: string;
            /** @description Operation number. */
            segment: string;
            /** @description Where it stands. */
            state: components["schemas"]["Delivery"];
            /** @description The ERP's text, or what hinders the delivery. */
            text?: string | null;
        };
        /** @description Messages to the ERP, newest first; at most 200. */
        OutboxView: {
            /** @description Messages. */
            messages: components["schemas"]["OutboxRow"][];
            /**
             * Format: int64
             * @description How many wait in all.
             */
            pending: number;
        };
        /**
         * @description How a run is finished without a report.
         * @enum {string}
         */
        Outcome: "complete" | "leave_open" | "short_close";
        /** @description The events of the plant's past on their way to a station that shows already what they led to. */
        PastView: {
            /**
             * Format: int64
             * @description Events that are here.
             */
            arrived: number;
            /**
             * Format: int64
             * @description Events it has.
             */
            events: number;
        };
        /**
         * Format: uuid
         * @description A person, by pseudonym. The name lives apart and can be erased.
         */
        PersonId: string;
        /** @description A place by id and name. */
        Place: {
            /** @description Id. */
            id: components["schemas"]["EquipmentId"];
            /** @description The ERP's key. */
            key: string;
            /** @description Name on screens. */
            name: string;
        };
        /** @description A station of the plant. */
        PlantStationView: {
            /**
             * Format: date-time
             * @description When the plant last stored some of it, by the plant's clock.
             */
            appended_at?: string | null;
            /**
             * Format: int64
             * @description Events of others that were not there yet, by its last word.
             */
            behind?: number | null;
            /**
             * Format: int64
             * @description Its clock less the plant's, in milliseconds, by its last word.
             */
            clock_off_ms?: number | null;
            /**
             * Format: int32
             * @description Its newest epoch; 0 until it sends.
             */
            epoch: number;
            /**
             * Format: int64
             * @description Events of all its epochs that the plant holds.
             */
            events: number;
            /** @description Whether it should have said something since. */
            missing?: boolean;
            /** @description Name it was enrolled with. */
            name: string;
            /** @description Whether it is this one; a station that has not told the plant anything yet is none. */
            own: boolean;
            /**
             * Format: int64
             * @description Events recorded there that the plant did not hold, by its last word.
             */
            queued?: number | null;
            /** @description Whether its log-in has ended for good. */
            retired: boolean;
            /**
             * Format: int64
             * @description Events of others that it cannot read, by its last word.
             */
            set_aside?: number | null;
            /**
             * Format: int64
             * @description How long ago its last word was, in seconds; absent where there was none.
             */
            silent_s?: number | null;
            /** @description Short fingerprint of its key; absent until it joins. */
            station?: string | null;
            /** @description Release it ran, by its last word. */
            version?: string | null;
        };
        /** @description How sharing with the plant stands. */
        PlantView: {
            /** @description What an installer must know. */
            alarm?: string | null;
            baseline?: components["schemas"]["BaselineView"] | null;
            /**
             * Format: int64
             * @description Events of others that are not here yet.
             */
            behind: number;
            /**
             * Format: int64
             * @description This station's clock less the plant's, in milliseconds.
             */
            clock_off_ms?: number | null;
            /** @description Whether this station has joined a plant, and is in touch with it. */
            connection: components["schemas"]["Connection"];
            /**
             * Format: date-time
             * @description When the plant was last heard of.
             */
            heard_at?: string | null;
            /**
             * Format: date-time
             * @description The core's clock when this was read.
             */
            now: string;
            past?: components["schemas"]["PastView"] | null;
            /** @description The plant's name. */
            plant?: string | null;
            /**
             * Format: int64
             * @description Events of this station that the plant is not known to hold.
             */
            queued: number;
            /** @description What came and cannot be read here, by station. */
            set_aside: components["schemas"]["SetAsideView"][];
            /** @description Stations of the plant, those at work first, at most 500. */
            stations: components["schemas"]["PlantStationView"][];
            /**
             * Format: date-time
             * @description When the stations were heard of: while the plant is away, what was known last.
             */
            stations_at?: string | null;
        };
        /** @description A lot this job made. */
        ProducedLot: {
            /** @description Its labels, oldest first. */
            labels: components["schemas"]["LabelView"][];
            /** @description Lot. */
            lot: components["schemas"]["MaterialLotId"];
            /** @description Number. */
            number: string;
            /** @description Amount made. */
            quantity: components["schemas"]["Quantity"];
        };
        /** @description A protocol to choose. */
        ProtocolChoice: {
            /** @description Name. */
            name: string;
            /** @description Whether the scale's unit must be said, because its frames name none. */
            needs_unit: boolean;
        };
        /** @description An exact amount in a unit. On the wire `{"value": "12.5", "unit": "kg"}`. */
        Quantity: {
            /** @description What it counts. */
            unit: components["schemas"]["Unit"];
            /**
             * @description The amount, exact; a string on the wire.
             * @example 12.5
             */
            value: string;
        };
        /**
         * @description What hinders or helps a job now, computed, never stored (DOMAIN.md: Waiting, Ready, Suspended).
         * @enum {string}
         */
        Readiness: "ready" | "waiting" | "running" | "paused" | "done";
        /** @description A person who was at this station lately. */
        RecentPerson: {
            /** @description Name. */
            name: string;
            /** @description Pseudonym. */
            person: components["schemas"]["PersonId"];
        };
        /**
         * Format: uuid
         * @description One command as its sender minted it: sent twice, it is recorded once.
         */
        RequestId: string;
        /**
         * @description A person's rights. One person may hold several.
         * @enum {string}
         */
        Role: "operator" | "supervisor" | "quality" | "installer";
        /**
         * Format: uuid
         * @description One run of a job order at a work unit.
         */
        RunId: string;
        /** @description A file that was saved on this station. */
        SavedFile: {
            /** @description Where. */
            path: string;
        };
        /** @description Scrapped output with its reason. */
        Scrap: {
            /** @description Amount. */
            quantity: components["schemas"]["Quantity"];
            /** @description Why. */
            reason: string;
        };
        /** @description A person signed in at this station. */
        Session: {
            /** @description Name, from the identity table. */
            name: string;
            /** @description Pseudonym. */
            person: components["schemas"]["PersonId"];
            /** @description Rights. */
            roles: components["schemas"]["Role"][];
            /**
             * Format: uuid
             * @description Proof for further commands; keep it in memory only.
             */
            session: string;
        };
        /** @description Events of a station that cannot be read here: kept, passed on, and without effect. */
        SetAsideView: {
            /**
             * Format: int64
             * @description How many.
             */
            events: number;
            /** @description Name the station was enrolled with; its short fingerprint where that is not known. */
            name: string;
        };
        /**
         * @description Where a copy stands (DOMAIN.md 3.1).
         * @enum {string}
         */
        State: "queued" | "sending" | "delivered" | "confirmed" | "uncertain" | "void" | "cancelled";
        /** @description The frame of every screen. */
        StationView: {
            /**
             * Format: int64
             * @description Events of others that are not here yet.
             */
            behind: number;
            /**
             * Format: int64
             * @description How far this station's clock is ahead of the plant's, in seconds, where it is a minute or more.
             */
            clock_off_s?: number | null;
            /** @description Sharing with the plant. */
            connection: components["schemas"]["Connection"];
            /** @description Whether this is the demo plant. */
            demo: boolean;
            /** @description What an installer must know of the exchange. */
            exchange_alarm?: string | null;
            /**
             * Format: date-time
             * @description When the plant was last heard of.
             */
            heard_at?: string | null;
            /** @description Name on screens. */
            name: string;
            /**
             * Format: date-time
             * @description The core's clock when this was read.
             */
            now: string;
            /**
             * Format: date-time
             * @description When the plan last changed here.
             */
            plan_as_of?: string | null;
            /** @description The plant this station shares with. */
            plant?: string | null;
            /**
             * Format: int64
             * @description Events not yet shared.
             */
            queued: number;
            /** @description People who were here lately, at most five. */
            recent: components["schemas"]["RecentPerson"][];
            /** @description Short fingerprint of the station's key. */
            station: string;
            /** @description Whether this station can record. */
            storage: components["schemas"]["Storage"];
            /** @description Version of the software. */
            version: string;
            work_unit?: components["schemas"]["Place"] | null;
            /** @description Work units it may choose from. */
            work_units: components["schemas"]["Place"][];
            /** @description IANA zone of the plant, for example `Europe/Rome`. */
            zone: string;
        };
        /**
         * @description Folded state of a job order. Waiting, Ready and Suspended are computed, see [`JobOrder::gates`].
         * @enum {string}
         */
        Status: "released" | "dispatched" | "running" | "completed" | "closed" | "cancelled" | "aborted";
        /** @description Whether this station can record. */
        Storage: {
            /** @description What is wrong and what to do, when not writable. */
            sentence?: string | null;
            /** @description False while the disk is full or read-only: nothing new is shown as recorded. */
            writable: boolean;
        };
        /** @description How many of one kind an import brought. */
        Tally: {
            /**
             * Format: int64
             * @description Recorded as changed.
             */
            changed: number;
            /** @description Kind in the plural, for example `orders`. */
            kind: string;
            /**
             * Format: int64
             * @description Recorded as new.
             */
            new: number;
            /**
             * Format: int64
             * @description Known already: nothing recorded.
             */
            unchanged: number;
        };
        /** @description A template, drawn. */
        TemplateDrawn: {
            /** @description The fields it asks for, with what stood in them. */
            fields: components["schemas"]["TemplateField"][];
            /** @description Why it cannot be drawn, and what to change. */
            sentence?: string | null;
            /** @description The label as SVG; none where it cannot be drawn. */
            svg?: string | null;
        };
        /** @description A field of a template. */
        TemplateField: {
            /** @description Name. */
            name: string;
            /** @description What stands in it; empty where it is absent. */
            text: string;
        };
        /** @description One version of a template. It never changes. */
        TemplateView: {
            /** @description Whether it comes with the program. */
            built_in: boolean;
            /** @description Name. */
            name: string;
            /** @description The template as its file: JSON. */
            template: string;
            /**
             * Format: int32
             * @description Version.
             */
            version: number;
        };
        /** @description The label templates of this station. */
        TemplatesView: {
            /** @description Templates by name, the newest version of each first. */
            templates: components["schemas"]["TemplateView"][];
        };
        /**
         * @description Tries a device out: what lies on the scale is read, a test label is printed, the next scan is
         *     awaited.
         */
        TestDevice: {
            /** @description Role. */
            role: components["schemas"]["DeviceRole"];
        };
        /**
         * @description Which way to trace.
         * @enum {string}
         */
        TraceDirection: "backward" | "forward" | "both";
        /** @description One thing of a trace. */
        TraceNode: (components["schemas"]["TracedLot"] & {
            /** @enum {string} */
            is: "lot";
        }) | (components["schemas"]["TracedJob"] & {
            /** @enum {string} */
            is: "job";
        }) | (components["schemas"]["TracedOrder"] & {
            /** @enum {string} */
            is: "order";
        });
        /** @description One row of a tree. What follows a row stands behind it, one deeper. */
        TraceRow: {
            /**
             * @description What went along this step: taken, made or passed on. More than one where units cannot be added;
             *     none between an order and its operations.
             */
            amounts: components["schemas"]["Quantity"][];
            /**
             * Format: int32
             * @description Steps from what is traced, from 1.
             */
            depth: number;
            end?: components["schemas"]["BranchEnd"] | null;
            /** @description What it is. */
            node: components["schemas"]["TraceNode"];
        };
        /** @description One direction of a trace. */
        TraceTree: {
            /** @description Whether it is all there is. Where it is not, rows say so. */
            complete: boolean;
            /**
             * Format: int32
             * @description Different lots in it, without what is traced.
             */
            lots: number;
            /** @description Rows, each before what follows it. */
            rows: components["schemas"]["TraceRow"][];
        };
        /** @description A trace. */
        TraceView: {
            backward?: components["schemas"]["TraceTree"] | null;
            forward?: components["schemas"]["TraceTree"] | null;
            /**
             * Format: date-time
             * @description The core's clock.
             */
            now: string;
            /** @description What is traced. */
            of: components["schemas"]["TraceNode"];
        };
        /** @description What a trace was asked of. */
        Traced: (components["schemas"]["TraceView"] & {
            /** @enum {string} */
            traced: "one";
        }) | {
            /** @description What has this name. */
            choices: components["schemas"]["TraceNode"][];
            /** @enum {string} */
            traced: "several";
        } | {
            /** @description What to do. */
            sentence: string;
            /** @enum {string} */
            traced: "nothing";
        };
        /** @description An operation in a trace. */
        TracedJob: {
            /** @description Job. */
            job: components["schemas"]["JobOrderId"];
            /** @description Operation name. */
            name: string;
            /** @description The ERP's order number; absent where its release has not arrived here. */
            order?: string | null;
            /** @description Operation number. */
            segment: string;
            /** @description State. */
            status: components["schemas"]["Status"];
        };
        /** @description A lot in a trace. */
        TracedLot: {
            /** @description Item description. */
            description: string;
            /** @description Everything that came in. */
            entered: components["schemas"]["Quantity"];
            /**
             * Format: date
             * @description Last day of use.
             */
            expires?: string | null;
            /** @description Why it is on hold; absent while it is not. */
            held?: string | null;
            /** @description Left. */
            left: components["schemas"]["Quantity"];
            /** @description Lot. */
            lot: components["schemas"]["MaterialLotId"];
            /** @description Item number. */
            material: string;
            /** @description Number on the material. */
            number: string;
            /** @description Supplier, where known: two may use one number. */
            supplier?: string | null;
        };
        /** @description An order in a trace. */
        TracedOrder: {
            /** @description Its description. */
            description: string;
            /** @description Item to make. */
            material: string;
            /** @description The ERP's order number. */
            order: string;
            /** @description Order. */
            order_id: components["schemas"]["OperationsRequestId"];
        };
        /**
         * @description How an item is told apart.
         * @enum {string}
         */
        Tracking: "none" | "lot" | "serial";
        /**
         * @description Which orders of the tray.
         * @enum {string}
         */
        TrayFilter: "open" | "all";
        /**
         * @description A unit of measure as the plant writes it, for example `kg` or `EA`.
         *
         *     Codes that name the same unit (`KGM`, `kg`) become one spelling when read.
         */
        Unit: string;
        /**
         * @description State of a work unit, at most one at a time, the worst first.
         * @enum {string}
         */
        UnitState: "paused" | "running" | "waiting" | "idle";
        /** @description Reads one job. */
        ViewJob: {
            /** @description Job. */
            job: components["schemas"]["JobOrderId"];
            /**
             * Format: uuid
             * @description Who looks: decides which actions are shown.
             */
            session?: string | null;
        };
        /** @description Reads a job list. */
        ViewJobList: {
            /**
             * Format: int32
             * @description Cards at most of either part; 50 where it is absent, 500 at most.
             */
            most?: number | null;
            /** @description Work unit. */
            work_unit: components["schemas"]["EquipmentId"];
        };
        /** @description Reads one lot. */
        ViewLot: {
            /** @description Lot. */
            lot: components["schemas"]["MaterialLotId"];
        };
        /** @description Reads the inbox of nonconformances. */
        ViewNonconformances: {
            /**
             * Format: uuid
             * @description Who looks: decides which actions are shown.
             */
            session?: string | null;
        };
        /** @description Reads one order. */
        ViewOrder: {
            /** @description Order. */
            order_id: components["schemas"]["OperationsRequestId"];
        };
        /** @description Reads the order tray. */
        ViewOrderTray: {
            /** @description `next` of the page before. */
            after?: string | null;
            /** @description Which. */
            filter?: components["schemas"]["TrayFilter"];
            /** @description Part of an order or item number. */
            search?: string | null;
        };
        /** @description Traces a lot, a serial number, a job or an order. */
        ViewTrace: {
            /** @description Which way. */
            direction?: components["schemas"]["TraceDirection"];
            /** @description Id, lot number, order number, or order/operation as on a traveller. */
            of: string;
        };
        /** @description What the scale shows now. Never a number when it has none. */
        WeightView: {
            /**
             * Format: date-time
             * @description When it was read.
             */
            at: string;
            /** @enum {string} */
            shows: "weight";
            /** @description Whether it stands still. */
            stable: boolean;
            /** @description Amount. */
            weight: components["schemas"]["Quantity"];
        } | {
            /** @description Why, and what to do. */
            sentence: string;
            /** @enum {string} */
            shows: "no_weight";
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    changes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Events without end; `data` of each is one change */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["Change"];
                };
            };
        };
    };
    command_bind_device: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CommandBindDevice"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DevicesView"];
                };
            };
            /** @description Not done; nothing was recorded */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failure"];
                };
            };
        };
    };
    command_choose_work_unit: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChooseWorkUnit"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Nothing"];
                };
            };
            /** @description Not done; nothing was recorded */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failure"];
                };
            };
        };
    };
    command_exception: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CommandException"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExceptionsView"];
                };
            };
            /** @description Not done; nothing was recorded */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failure"];
                };
            };
        };
    };
    command_import: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CommandImport"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportReport"];
                };
            };
            /** @description Not done; nothing was recorded */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failure"];
                };
            };
        };
    };
    command_job_order: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CommandJobOrder"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobView"];
                };
            };
            /** @description Not done; nothing was recorded */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failure"];
                };
            };
        };
    };
    command_join_plant: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CommandJoinPlant"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JoinView"];
                };
            };
            /** @description Not done; nothing was recorded */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failure"];
                };
            };
        };
    };
    command_label: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CommandLabel"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LabelView"];
                };
            };
            /** @description Not done; nothing was recorded */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failure"];
                };
            };
        };
    };
    command_label_pdf: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CommandLabelPdf"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedFile"];
                };
            };
            /** @description Not done; nothing was recorded */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failure"];
                };
            };
        };
    };
    command_log_in: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LogIn"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description Not done; nothing was recorded */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failure"];
                };
            };
        };
    };
    command_log_out: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LogOut"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Nothing"];
                };
            };
            /** @description Not done; nothing was recorded */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failure"];
                };
            };
        };
    };
    command_lot: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CommandLot"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LotView"];
                };
            };
            /** @description Not done; nothing was recorded */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failure"];
                };
            };
        };
    };
    command_nonconformance: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CommandNonconformance"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NonconformancesView"];
                };
            };
            /** @description Not done; nothing was recorded */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failure"];
                };
            };
        };
    };
    command_operations_request: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CommandOperationsRequest"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderView"];
                };
            };
            /** @description Not done; nothing was recorded */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failure"];
                };
            };
        };
    };
    command_template: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CommandTemplate"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TemplatesView"];
                };
            };
            /** @description Not done; nothing was recorded */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failure"];
                };
            };
        };
    };
    draw_template: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DrawTemplate"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TemplateDrawn"];
                };
            };
            /** @description Not done; nothing was recorded */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failure"];
                };
            };
        };
    };
    find_devices: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Nothing"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FoundView"];
                };
            };
            /** @description Not done; nothing was recorded */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failure"];
                };
            };
        };
    };
    find_scan: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FindScan"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Found"];
                };
            };
            /** @description Not done; nothing was recorded */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failure"];
                };
            };
        };
    };
    test_device: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TestDevice"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeviceTest"];
                };
            };
            /** @description Not done; nothing was recorded */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failure"];
                };
            };
        };
    };
    view_board: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Nothing"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BoardView"];
                };
            };
            /** @description Not done; nothing was recorded */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failure"];
                };
            };
        };
    };
    view_devices: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Nothing"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DevicesView"];
                };
            };
            /** @description Not done; nothing was recorded */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failure"];
                };
            };
        };
    };
    view_exceptions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Nothing"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExceptionsView"];
                };
            };
            /** @description Not done; nothing was recorded */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failure"];
                };
            };
        };
    };
    view_job: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ViewJob"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobView"];
                };
            };
            /** @description Not done; nothing was recorded */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failure"];
                };
            };
        };
    };
    view_job_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ViewJobList"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobListView"];
                };
            };
            /** @description Not done; nothing was recorded */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failure"];
                };
            };
        };
    };
    view_lot: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ViewLot"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LotView"];
                };
            };
            /** @description Not done; nothing was recorded */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failure"];
                };
            };
        };
    };
    view_nonconformances: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ViewNonconformances"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NonconformancesView"];
                };
            };
            /** @description Not done; nothing was recorded */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failure"];
                };
            };
        };
    };
    view_order: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ViewOrder"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderView"];
                };
            };
            /** @description Not done; nothing was recorded */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failure"];
                };
            };
        };
    };
    view_order_tray: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ViewOrderTray"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderTrayView"];
                };
            };
            /** @description Not done; nothing was recorded */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failure"];
                };
            };
        };
    };
    view_outbox: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Nothing"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OutboxView"];
                };
            };
            /** @description Not done; nothing was recorded */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failure"];
                };
            };
        };
    };
    view_plant: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Nothing"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlantView"];
                };
            };
            /** @description Not done; nothing was recorded */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failure"];
                };
            };
        };
    };
    view_station: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Nothing"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StationView"];
                };
            };
            /** @description Not done; nothing was recorded */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failure"];
                };
            };
        };
    };
    view_templates: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Nothing"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TemplatesView"];
                };
            };
            /** @description Not done; nothing was recorded */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failure"];
                };
            };
        };
    };
    view_trace: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ViewTrace"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Traced"];
                };
            };
            /** @description Not done; nothing was recorded */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failure"];
                };
            };
        };
    };
    view_weight: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Nothing"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WeightView"];
                };
            };
            /** @description Not done; nothing was recorded */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failure"];
                };
            };
        };
    };
}
