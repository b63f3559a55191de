package dev.carillon.load;

import dev.carillon.load.plan.Plan;
import dev.carillon.load.plan.PlanKey;
import dev.carillon.load.plan.PlanReader;
import dev.carillon.load.result.Result;
import dev.carillon.load.run.Display;
import dev.carillon.load.run.Runner;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Runs of the tests. */
final class Loads {
    private Loads() {}

    /** @param options name and value in turns, as {@code "batch-size", "10"} */
    static Plan plan(String... options) {
        Map<PlanKey, String> given = new EnumMap<>(PlanKey.class);
        for (int i = 0; i < options.length; i += 2) {
            given.put(PlanKey.valueOf(options[i].toUpperCase(Locale.ROOT).replace('-', '_')), options[i + 1]);
        }
        given.putIfAbsent(PlanKey.THREADS, "2");
        return PlanReader.read(given, Map.of(), Optional.empty());
    }

    /** Runs, and prints nothing. */
    static Result run(String... options) throws InterruptedException {
        return runner(options).run();
    }

    /** Runs so that every message counts, and the slowness of the machine that tests run on does not. */
    static Result verified(String... options) throws InterruptedException {
        List<String> all = new ArrayList<>(List.of(options));
        all.addAll(List.of("verify", "true", "max-lag", "10s", "max-cpu", "10"));
        return run(all.toArray(String[]::new));
    }

    static Runner runner(String... options) {
        return new Runner(plan(options), new Display(new PrintWriter(Writer.nullWriter()), false, 1000));
    }
}
