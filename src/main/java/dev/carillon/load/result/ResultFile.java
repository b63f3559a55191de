package dev.carillon.load.result;

import dev.carillon.load.LoadException;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** {@code results.json}: a result as JSON, and back. Pure. */
public final class ResultFile {
    /** Its name in a run's folder. */
    public static final String NAME = "results.json";

    private static final int FORM = 1;

    private ResultFile() {}

    /**
     * Reads a file, or the one in a folder.
     *
     * @throws LoadException when it is not there, or not what it should be
     */
    public static Result read(Path path) {
        Path file = Files.isDirectory(path) ? path.resolve(NAME) : path;
        try {
            return of(new JsonObject(Files.readString(file)));
        } catch (IOException e) {
            throw LoadException.usage(file + ": " + (Files.exists(file) ? "cannot be read" : "no such file"));
        } catch (DecodeException | ClassCastException | IllegalArgumentException | NullPointerException e) {
            throw LoadException.usage(file + ": not the results of a run");
        }
    }

    /** The folder that {@code path} is, or is in. */
    public static Path folder(Path path) {
        return Files.isDirectory(path) ? path : path.toAbsolutePath().getParent();
    }

    public static JsonObject json(Result result) {
        JsonObject faults = new JsonObject();
        result.faults().forEach((fault, number) -> faults.put(fault.name(), number));
        JsonObject tails = new JsonObject();
        result.tails()
                .forEach((stream, tail) -> tails.put(
                        String.valueOf(stream),
                        new JsonArray().add(tail.clients()).add(tail.next())));
        return new JsonObject()
                .put("form", FORM)
                .put("title", result.title())
                .put("scenario", result.scenario())
                .put("runId", result.runId())
                .put("worker", result.worker())
                .put("startedAtMs", result.startedAtMs())
                .put("runFromMs", result.runFromMs())
                .put("runToMs", result.runToMs())
                .put("conditions", conditions(result.conditions()))
                .put("options", object(result.options()))
                .put("counters", object(result.counters()))
                .put("faults", faults)
                .put(
                        "findings",
                        new JsonArray(result.findings().stream()
                                .map(ResultFile::finding)
                                .toList()))
                .put("reasons", object(result.reasons()))
                .put("foreign", result.foreign())
                .put("latencyUs", summary(result))
                .put("corrected", Histograms.write(result.corrected()))
                .put("uncorrected", Histograms.write(result.uncorrected()))
                .put("lag", Histograms.write(result.lag()))
                .put("sendLag", Histograms.write(result.sendLag()))
                .put(
                        "moments",
                        new JsonArray(result.moments().stream()
                                .map(ResultFile::moment)
                                .toList()))
                .put(
                        "marks",
                        new JsonArray(
                                result.marks().stream().map(ResultFile::mark).toList()))
                .put("sentByStream", object(result.sentByStream()))
                .put("tails", tails)
                .put("comparison", result.comparison());
    }

    private static Result of(JsonObject json) {
        if (json.getInteger("form") != FORM) {
            throw new IllegalArgumentException("another form");
        }
        Map<Fault, Long> faults = new LinkedHashMap<>();
        each(json, "faults", (name, number) -> faults.put(Fault.valueOf(name), ((Number) number).longValue()));
        Map<String, String> options = new LinkedHashMap<>();
        each(json, "options", (name, value) -> options.put(name, (String) value));
        Map<Integer, Long> sentByStream = new LinkedHashMap<>();
        numbers(json, "sentByStream").forEach((stream, sent) -> sentByStream.put(Integer.valueOf(stream), sent));
        Map<Integer, Tail> tails = new LinkedHashMap<>();
        for (String stream : json.getJsonObject("tails").fieldNames()) {
            JsonArray tail = json.getJsonObject("tails").getJsonArray(stream);
            tails.put(Integer.valueOf(stream), new Tail(tail.getLong(0), tail.getLong(1)));
        }
        return new Result(
                json.getString("title"),
                json.getString("scenario"),
                json.getString("runId"),
                json.getString("worker"),
                json.getLong("startedAtMs"),
                json.getLong("runFromMs"),
                json.getLong("runToMs"),
                conditions(json.getJsonObject("conditions")),
                options,
                numbers(json, "counters"),
                faults,
                list(json, "findings").stream().map(ResultFile::finding).toList(),
                numbers(json, "reasons"),
                json.getString("foreign"),
                Histograms.read(json.getString("corrected")),
                Histograms.read(json.getString("uncorrected")),
                Histograms.read(json.getString("lag")),
                Histograms.read(json.getString("sendLag")),
                list(json, "moments").stream().map(ResultFile::moment).toList(),
                list(json, "marks").stream()
                        .map(mark -> new Mark(mark.getLong("atMs"), mark.getString("what")))
                        .toList(),
                sentByStream,
                tails,
                json.getString("comparison", ""));
    }

    /** For those who read the file without a library for histograms. */
    private static JsonObject summary(Result result) {
        JsonObject summary = new JsonObject();
        for (double percentile : new double[] {50, 90, 99, 99.9, 99.99, 100}) {
            summary.put(
                    "p" + percentile,
                    new JsonObject()
                            .put("corrected", result.corrected().getValueAtPercentile(percentile))
                            .put("uncorrected", result.uncorrected().getValueAtPercentile(percentile)));
        }
        return summary;
    }

    private static JsonObject conditions(Conditions conditions) {
        return new JsonObject()
                .put("verify", conditions.verify())
                .put("closedLoop", conditions.closedLoop())
                .put("maxLagUs", conditions.maxLagUs())
                .put("maxCpu", conditions.maxCpu())
                .put("clients", conditions.clients())
                .put("reconnect", conditions.reconnect());
    }

    private static Conditions conditions(JsonObject json) {
        return new Conditions(
                json.getBoolean("verify"),
                json.getBoolean("closedLoop"),
                json.getLong("maxLagUs"),
                json.getDouble("maxCpu"),
                json.getLong("clients"),
                json.getBoolean("reconnect"));
    }

    private static JsonObject finding(Finding finding) {
        return new JsonObject()
                .put("fault", finding.fault().name())
                .put("publisher", finding.publisher())
                .put("number", finding.number())
                .put("client", finding.client())
                .put("atMs", finding.atMs());
    }

    private static Finding finding(JsonObject json) {
        return new Finding(
                Fault.valueOf(json.getString("fault")),
                json.getInteger("publisher"),
                json.getInteger("number"),
                json.getInteger("client"),
                json.getLong("atMs"));
    }

    private static JsonObject mark(Mark mark) {
        return new JsonObject().put("atMs", mark.atMs()).put("what", mark.what());
    }

    private static JsonObject moment(Moment moment) {
        return new JsonObject()
                .put("atMs", moment.atMs())
                .put("intervalMs", moment.intervalMs())
                .put("running", moment.running())
                .put("open", moment.open())
                .put("connected", moment.connected())
                .put("failures", moment.failures())
                .put("sent", moment.sent())
                .put("received", moment.received())
                .put("faults", moment.faults())
                .put("latency", moment.latency().histogram())
                .put("heapBytes", moment.heapBytes())
                .put("machineUsed", moment.machineUsed())
                .put("cpu", moment.cpu())
                .put("lagUs", moment.lagUs())
                .put("serverBytes", moment.serverBytes());
    }

    private static Moment moment(JsonObject json) {
        return new Moment(
                json.getLong("atMs"),
                json.getLong("intervalMs"),
                json.getBoolean("running"),
                json.getLong("open"),
                json.getLong("connected"),
                json.getLong("failures"),
                json.getLong("sent"),
                json.getLong("received"),
                json.getLong("faults"),
                Spread.read(json.getString("latency")),
                json.getLong("heapBytes"),
                json.getDouble("machineUsed"),
                json.getDouble("cpu"),
                json.getLong("lagUs"),
                json.getLong("serverBytes"));
    }

    private static JsonObject object(Map<?, ?> map) {
        JsonObject object = new JsonObject();
        map.forEach((key, value) -> object.put(String.valueOf(key), value));
        return object;
    }

    private static Map<String, Long> numbers(JsonObject json, String name) {
        Map<String, Long> numbers = new LinkedHashMap<>();
        each(json, name, (key, number) -> numbers.put(key, ((Number) number).longValue()));
        return numbers;
    }

    private static List<JsonObject> list(JsonObject json, String name) {
        List<JsonObject> list = new ArrayList<>();
        JsonArray array = json.getJsonArray(name);
        for (int i = 0; i < array.size(); i++) {
            list.add(array.getJsonObject(i));
        }
        return list;
    }

    private static void each(JsonObject json, String name, BiConsumer<String, Object> visitor) {
        json.getJsonObject(name).forEach(entry -> visitor.accept(entry.getKey(), entry.getValue()));
    }
}
