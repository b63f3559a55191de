package dev.carillon.load.result;

import dev.carillon.load.Outcome;
import java.util.ArrayList;
import java.util.List;

/** Says what a result is worth: first whether the messages are accounted for, then whether the times can be trusted. Pure. */
public final class Judge {
    private static final double TOO_BUSY_SHARE = 0.25;
    private static final int MIN_BUSY = 2;
    /** The highest percentile that reports show for each second. */
    private static final double TAIL = 99.9;

    private Judge() {}

    public static Verdict judge(Result result) {
        List<String> failed = failed(result);
        if (!failed.isEmpty()) {
            return new Verdict(Outcome.FAILED, failed);
        }
        List<String> inexact = inexact(result);
        List<String> invalid = invalid(result);
        List<String> words = new ArrayList<>();
        words.addAll(inexact);
        words.addAll(invalid);
        if (result.counter("interrupted") > 0) {
            words.add("interrupted before its end");
        }
        if (result.worker().matches("\\d+/([2-9]|\\d{2,})")) {
            words.add("only the share of worker " + result.worker() + ", 'report' merges them");
        }
        long slower = result.counter("slower");
        add(words, slower, "numbers worse than the baseline allows");
        if (result.conditions().verify() && !inexact.isEmpty()) {
            return new Verdict(Outcome.INEXACT, words);
        }
        if (!invalid.isEmpty()) {
            return new Verdict(Outcome.INVALID, words);
        }
        return new Verdict(slower > 0 ? Outcome.SLOWER : Outcome.PASSED, words);
    }

    /** Nothing was tested. */
    private static List<String> failed(Result result) {
        String why = result.reasons().keySet().stream().findFirst().orElse("no answer");
        if (result.counter("connected") == 0) {
            return List.of("nobody could connect: " + why);
        }
        if (result.counter("unready") > 0
                && result.counter("unready") >= result.conditions().clients()) {
            return List.of("nothing reached any user: " + why);
        }
        if (result.counter("sent") > result.counter("refused")
                && result.counter("received") == 0
                && result.counter("foreign") > 0) {
            return List.of("the answers are not of the protocol of " + result.scenario() + ": " + result.foreign());
        }
        return List.of();
    }

    /** What is not as it had to be, whoever is to blame. */
    private static List<String> inexact(Result result) {
        List<String> words = new ArrayList<>();
        for (Fault fault : Fault.values()) {
            add(words, result.fault(fault), "messages " + fault);
        }
        add(words, result.counter("misdelivered"), "messages to somebody else, or that nobody sent");
        add(words, result.counter("diverged"), "pages that show something else than the server");
        add(words, result.counter("stateUnknown"), "board whose state could not be had");
        add(words, result.counter("errorResponses"), "messages answered with an error");
        add(words, result.counter("refused"), "messages that the back-end could not hand over");
        add(words, result.counter("unsent"), "messages not sent, as the server did not read");
        add(words, result.counter("failed") - result.counter("shortOfOwn"), "clients that could not connect");
        add(words, result.counter("unready"), "users whom nothing reached");
        add(words, result.counter("missingWorkers"), "workers whose results are missing");
        if (result.conditions().reconnect()) {
            add(
                    words,
                    result.counter("cut") - result.counter("reconnected"),
                    "clients that were cut and did not come back");
        } else {
            add(words, result.counter("cut"), "clients that were cut");
        }
        add(words, result.counter("unresumed"), "clients that were cut and could not ask for what they missed");
        if (result.counter("interrupted") == 0) {
            add(words, result.counter("unfinished"), "clients that were still connecting at the end");
        }
        return words;
    }

    private static List<String> invalid(Result result) {
        List<String> words = new ArrayList<>();
        long limit = result.conditions().maxLagUs();
        long lag = result.lag().getValueAtPercentile(99);
        long sendLag = result.sendLag().getValueAtPercentile(99);
        if (lag > limit) {
            words.add(String.format("the tester's event loops were late: p99 %.1f ms", lag / 1000.0));
        }
        if (sendLag > limit) {
            words.add(String.format("the tester sent later than due: p99 %.1f ms", sendLag / 1000.0));
        }
        long ownTail = Math.max(
                result.lag().getValueAtPercentile(TAIL), result.sendLag().getValueAtPercentile(TAIL));
        long tail = result.corrected().getValueAtPercentile(TAIL);
        if (words.isEmpty() && ownTail > limit && ownTail > tail / 2) {
            words.add(String.format(
                    "the tester's own lateness is most of the slowest: p99.9 %.1f ms of %.1f ms",
                    ownTail / 1000.0, tail / 1000.0));
        }
        add(words, result.counter("shortOfOwn"), "clients for whom the tester had no file or port left");
        List<Moment> running = result.moments().stream().filter(Moment::running).toList();
        long busy = running.stream()
                .filter(moment -> moment.cpu() > result.conditions().maxCpu())
                .count();
        if (busy >= MIN_BUSY && busy > running.size() * TOO_BUSY_SHARE) {
            words.add("the tester's busiest event loop had no time left in " + busy + " of " + running.size()
                    + " seconds");
        }
        return words;
    }

    private static void add(List<String> words, long number, String what) {
        if (number > 0) {
            words.add(String.format("%,d %s", number, what));
        }
    }
}
