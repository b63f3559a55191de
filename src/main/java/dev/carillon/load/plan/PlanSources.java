package dev.carillon.load.plan;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Gathers what was given: the command line counts over the environment, that over the plan file. Used by one thread. */
final class PlanSources {
    private final List<String> problems;
    private final Map<PlanKey, Given> values = new EnumMap<>(PlanKey.class);

    /** @param problems where problems go */
    PlanSources(List<String> problems) {
        this.problems = problems;
    }

    Map<PlanKey, Given> values() {
        return values;
    }

    void file(Path file) {
        try {
            JsonObject root = new JsonObject(Files.readString(file));
            root.forEach(entry -> property(file, entry.getKey(), entry.getValue()));
        } catch (DecodeException e) {
            problems.add(file + ": not a JSON object: " + firstLine(e));
        } catch (IOException e) {
            problems.add(file + ": " + (Files.exists(file) ? "cannot be read" : "no such file"));
        }
    }

    void environment(Map<String, String> environment) {
        for (PlanKey key : PlanKey.values()) {
            String text = environment.get(key.name());
            if (text != null && !text.isEmpty()) {
                values.put(key, new Given(text, key.name()));
            }
        }
    }

    void commandLine(Map<PlanKey, String> options) {
        options.forEach((key, text) -> values.put(key, new Given(text, "--" + key.option())));
    }

    private void property(Path file, String name, Object value) {
        Optional<PlanKey> key = key(name);
        if (key.isEmpty()) {
            problems.add(file + ", " + name + ": no such key");
        } else if (value instanceof JsonArray list) {
            String separator = key.get() == PlanKey.STEPS ? ";" : ",";
            String text = list.stream().map(String::valueOf).collect(Collectors.joining(separator));
            values.put(key.get(), new Given(text, file + ", " + name));
        } else if (value == null || value instanceof JsonObject) {
            problems.add(file + ", " + name + ": expected a text or a number");
        } else {
            values.put(key.get(), new Given(String.valueOf(value), file + ", " + name));
        }
    }

    private static Optional<PlanKey> key(String property) {
        for (PlanKey key : PlanKey.values()) {
            if (key.property().equals(property)) {
                return Optional.of(key);
            }
        }
        return Optional.empty();
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
