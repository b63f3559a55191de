package dev.carillon.load.report;

import dev.carillon.load.LoadException;
import dev.carillon.load.result.Conditions;
import dev.carillon.load.result.Fault;
import dev.carillon.load.result.Finding;
import dev.carillon.load.result.Latencies;
import dev.carillon.load.result.Mark;
import dev.carillon.load.result.Moment;
import dev.carillon.load.result.Result;
import dev.carillon.load.result.Tail;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.HdrHistogram.Histogram;

/** Makes one result of the workers' of one run: histograms are added, so that percentiles are those of all messages. Pure. */
public final class Merge {
    private static final int LISTED = 10;
    private static final long SECOND_MS = 1000;

    private Merge() {}

    /**
     * Puts the workers of each run together; runs stay in their order.
     *
     * @throws LoadException when a worker is given twice, or they do not belong together
     */
    public static List<Result> workers(List<Result> results) {
        Map<String, List<Result>> byRun = new LinkedHashMap<>();
        for (Result result : results) {
            byRun.computeIfAbsent(key(result), key -> new ArrayList<>()).add(result);
        }
        return byRun.values().stream().map(Merge::merge).toList();
    }

    private static String key(Result result) {
        boolean part = !result.worker().endsWith("/1");
        return result.scenario() + " " + result.runId() + (part ? "" : " " + result.startedAtMs());
    }

    static Result merge(List<Result> parts) {
        Result first = parts.stream()
                .min(Comparator.comparingLong(Result::startedAtMs))
                .orElseThrow();
        if (parts.size() == 1) {
            return first;
        }
        long startMs = first.startedAtMs();
        Map<Fault, Long> faults = new EnumMap<>(Fault.class);
        parts.forEach(part -> part.faults().forEach((fault, number) -> faults.merge(fault, number, Long::sum)));
        long lostAtEnd = lostAtEnd(parts);
        faults.merge(Fault.LOST, lostAtEnd, Long::sum);
        Map<String, Long> counters = sum(parts, Result::counters);
        counters.put("missingWorkers", missing(parts));
        counters.remove("slower");
        counters.merge("expected", lostAtEnd, Long::sum);
        return new Result(
                first.title(),
                first.scenario(),
                first.runId(),
                parts.size() + " workers",
                startMs,
                least(parts, part -> part.runFromMs() + part.startedAtMs() - startMs),
                -least(parts, part -> -(part.runToMs() + part.startedAtMs() - startMs)),
                conditions(parts),
                first.options(),
                counters,
                faults,
                findings(parts, startMs),
                sum(parts, Result::reasons),
                parts.stream()
                        .map(Result::foreign)
                        .filter(text -> !text.isEmpty())
                        .findFirst()
                        .orElse(""),
                add(parts, Result::corrected),
                add(parts, Result::uncorrected),
                add(parts, Result::lag),
                add(parts, Result::sendLag),
                moments(parts, startMs),
                marks(parts, startMs),
                Map.of(),
                Map.of(),
                "");
    }

    /** How many shares of the run are not among these, each of which is there once. */
    private static long missing(List<Result> parts) {
        Set<String> workers = new TreeSet<>();
        Set<String> totals = new TreeSet<>();
        for (Result part : parts) {
            if (!workers.add(part.worker())) {
                throw LoadException.usage("worker " + part.worker() + " of run " + part.runId() + " is given twice");
            }
            totals.add(part.worker().replaceFirst(".*/", ""));
        }
        if (totals.size() > 1) {
            throw LoadException.usage("run " + parts.get(0).runId() + " was shared in different ways: workers "
                    + String.join(", ", workers));
        }
        return Long.parseLong(totals.iterator().next()) - workers.size();
    }

    /** What clients did not get of the last messages that another worker published. */
    private static long lostAtEnd(List<Result> parts) {
        Map<Integer, Long> sent = new TreeMap<>();
        Map<Integer, Tail> tails = new TreeMap<>();
        for (Result part : parts) {
            part.sentByStream().forEach((stream, number) -> sent.merge(stream, number, Long::sum));
            part.tails().forEach((stream, tail) -> tails.merge(stream, tail, Tail::plus));
        }
        long lost = 0;
        for (Map.Entry<Integer, Tail> entry : tails.entrySet()) {
            long owed = sent.getOrDefault(entry.getKey(), 0L) * entry.getValue().clients();
            lost += Math.max(0, owed - entry.getValue().next());
        }
        return lost;
    }

    private static Conditions conditions(List<Result> parts) {
        Conditions first = parts.get(0).conditions();
        long clients =
                parts.stream().mapToLong(part -> part.conditions().clients()).sum();
        return new Conditions(
                first.verify(), first.closedLoop(), first.maxLagUs(), first.maxCpu(), clients, first.reconnect());
    }

    private static List<Moment> moments(List<Result> parts, long startMs) {
        TreeMap<Long, Moment> bySecond = new TreeMap<>();
        for (Result part : parts) {
            long shift = part.startedAtMs() - startMs;
            TreeMap<Long, Moment> own = new TreeMap<>();
            part.moments().forEach(moment -> {
                long second = Math.round((moment.atMs() + shift) / (double) SECOND_MS);
                own.merge(second, moment, (a, b) -> join(a, b, b.open(), a.intervalMs() + b.intervalMs()));
            });
            own.forEach((second, moment) -> bySecond.merge(
                    second,
                    moment,
                    (a, b) -> join(a, b, a.open() + b.open(), Math.max(a.intervalMs(), b.intervalMs()))));
        }
        List<Moment> moments = new ArrayList<>();
        bySecond.forEach((second, moment) -> moments.add(at(moment, second * SECOND_MS)));
        return moments;
    }

    private static Moment join(Moment a, Moment b, long open, long intervalMs) {
        return new Moment(
                a.atMs(),
                intervalMs,
                a.running() || b.running(),
                open,
                a.connected() + b.connected(),
                a.failures() + b.failures(),
                a.sent() + b.sent(),
                a.received() + b.received(),
                a.faults() + b.faults(),
                a.latency().plus(b.latency()),
                a.heapBytes() + b.heapBytes(),
                Math.max(a.machineUsed(), b.machineUsed()),
                Math.max(a.cpu(), b.cpu()),
                Math.max(a.lagUs(), b.lagUs()),
                Math.max(a.serverBytes(), b.serverBytes()));
    }

    private static Moment at(Moment moment, long atMs) {
        return new Moment(
                atMs,
                moment.intervalMs(),
                moment.running(),
                moment.open(),
                moment.connected(),
                moment.failures(),
                moment.sent(),
                moment.received(),
                moment.faults(),
                moment.latency(),
                moment.heapBytes(),
                moment.machineUsed(),
                moment.cpu(),
                moment.lagUs(),
                moment.serverBytes());
    }

    private static List<Mark> marks(List<Result> parts, long startMs) {
        return parts.stream()
                .flatMap(part -> part.marks().stream()
                        .map(mark -> new Mark(mark.atMs() + part.startedAtMs() - startMs, mark.what())))
                .sorted(Comparator.comparingLong(Mark::atMs))
                .toList();
    }

    private static List<Finding> findings(List<Result> parts, long startMs) {
        List<Finding> all = new ArrayList<>();
        for (Fault fault : Fault.values()) {
            parts.stream()
                    .flatMap(part -> part.findings().stream()
                            .map(found -> new Finding(
                                    found.fault(),
                                    found.publisher(),
                                    found.number(),
                                    found.client(),
                                    found.atMs() + part.startedAtMs() - startMs)))
                    .filter(found -> found.fault() == fault)
                    .sorted(Comparator.comparingLong(Finding::atMs))
                    .limit(LISTED)
                    .forEach(all::add);
        }
        return all;
    }

    private static long least(List<Result> parts, Function<Result, Long> what) {
        return parts.stream().mapToLong(what::apply).min().orElseThrow();
    }

    private static Histogram add(List<Result> parts, Function<Result, Histogram> which) {
        Histogram sum = Latencies.histogram();
        parts.forEach(part -> sum.add(which.apply(part)));
        return sum;
    }

    private static Map<String, Long> sum(List<Result> parts, Function<Result, Map<String, Long>> which) {
        Map<String, Long> sum = new LinkedHashMap<>();
        parts.forEach(part -> which.apply(part).forEach((name, number) -> sum.merge(name, number, Long::sum)));
        for (String each : List.of("ownBytesPerClient", "ownHeapBytesPerClient", "serverBytesPerClient")) {
            sum.computeIfPresent(each, (name, number) -> number / parts.size());
        }
        return sum;
    }
}
