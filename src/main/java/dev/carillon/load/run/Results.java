package dev.carillon.load.run;

import dev.carillon.load.plan.Plan;
import dev.carillon.load.result.Conditions;
import dev.carillon.load.result.Fault;
import dev.carillon.load.result.Finding;
import dev.carillon.load.result.Mark;
import dev.carillon.load.result.Result;
import dev.carillon.load.result.Tail;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Puts what the lanes have together. Used by the run's thread. */
final class Results {
    private Results() {}

    static Result of(
            Run run, Sampler sampler, Lanes lanes, List<Mark> marks, BackEndCounters backEnd, Measured measured)
            throws InterruptedException {
        Plan plan = run.plan();
        Map<String, Long> counters = new LinkedHashMap<>(new Counters().toMap());
        counters.merge("sent", backEnd.totalSent(), Long::sum);
        counters.merge("refused", backEnd.totalRefused(), Long::sum);
        Map<Fault, Long> faults = new EnumMap<>(Fault.class);
        List<Finding> findings = new ArrayList<>();
        Map<String, Long> reasons = new LinkedHashMap<>(backEnd.reasons());
        reasons.putAll(measured.reasons());
        Map<Integer, Tail> tails = new LinkedHashMap<>();
        String foreign = "";
        for (LaneResult lane : lanes.ask(Lane::result)) {
            lane.counters().forEach((name, number) -> counters.merge(name, number, Long::sum));
            for (Fault fault : Fault.values()) {
                faults.merge(fault, lane.faults()[fault.ordinal()], Long::sum);
            }
            findings.addAll(lane.findings());
            lane.reasons().forEach((why, number) -> reasons.merge(why, number, Long::sum));
            lane.tails().forEach((stream, tail) -> tails.merge(stream, tail, Tail::plus));
            foreign = foreign.isEmpty() ? lane.firstForeign() : foreign;
        }
        counters.putAll(measured.numbers());
        long firstMs = (run.firstDueUs() - run.startUs()) / 1000;
        boolean ran = run.firstDueUs() < Long.MAX_VALUE;
        return new Result(
                plan.title(),
                plan.scenario().toString(),
                Integer.toHexString(plan.runId()),
                plan.share().toString(),
                run.startUs() / 1000,
                ran ? firstMs : 0,
                ran ? (run.lastDueUs() - run.startUs()) / 1000 : run.atMs(),
                conditions(plan),
                plan.shown(),
                counters,
                faults,
                first(findings),
                reasons,
                foreign,
                sampler.corrected(),
                sampler.uncorrected(),
                sampler.lag(),
                sampler.sendLag(),
                List.copyOf(sampler.moments()),
                marks,
                sentByStream(run),
                tails,
                "");
    }

    private static Conditions conditions(Plan plan) {
        return new Conditions(
                plan.judgement().verify(),
                plan.traffic().isClosedLoop(),
                plan.judgement().maxLag().toNanos() / 1000,
                plan.judgement().maxCpu(),
                plan.share().of(plan.traffic().clients()),
                plan.connecting().reconnect());
    }

    private static List<Finding> first(List<Finding> findings) {
        List<Finding> first = new ArrayList<>();
        for (Fault fault : Fault.values()) {
            findings.stream()
                    .filter(finding -> finding.fault() == fault)
                    .sorted(Comparator.comparingLong(Finding::atMs))
                    .limit(Findings.LISTED)
                    .forEach(first::add);
        }
        return first;
    }

    private static Map<Integer, Long> sentByStream(Run run) {
        Map<Integer, Long> sent = new LinkedHashMap<>();
        if (run.plan().share().isPart()) {
            Streams streams = run.streams();
            for (int stream = streams.firstLocal(); stream < streams.firstLocal() + streams.localCount(); stream++) {
                sent.put(stream, (long) streams.sent(stream));
            }
        }
        return sent;
    }
}
