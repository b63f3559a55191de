package dev.carillon.load.report;

import dev.carillon.load.result.Fault;
import dev.carillon.load.result.Finding;
import dev.carillon.load.result.Moment;
import dev.carillon.load.result.Result;
import dev.carillon.load.result.Verdict;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** {@code results.txt}: what people read first. Used by one thread. */
final class ResultsText {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);
    private static final double[] PERCENTILES = {50, 75, 90, 95, 99, 99.9, 99.99};
    private static final double MB = 1 << 20;

    private final StringBuilder text = new StringBuilder();

    private ResultsText() {}

    static String of(Result result, Verdict verdict) {
        ResultsText page = new ResultsText();
        page.text.append("Verdict: ").append(verdict).append('\n');
        page.text.append(result.title()).append('\n');
        page.head(result);
        page.connections(result);
        page.messages(result);
        page.latency(result);
        page.comparison(result);
        page.memory(result);
        page.tester(result);
        page.lists(result);
        return page.text.toString();
    }

    private void head(Result result) {
        section("Run");
        line("started", TIME.format(Instant.ofEpochMilli(result.startedAtMs())));
        line("run id, worker", result.runId() + ", " + result.worker());
        line("messages were due for", String.format(Locale.ROOT, "%.1f s", result.seconds()));
        line("loop", result.conditions().closedLoop() ? "closed: each client waits for its answer" : "open");
        if (!result.options().isEmpty()) {
            line("options", result.options().toString());
        }
    }

    private void connections(Result result) {
        section("Connections");
        number(result, "sessions connected", "connected");
        number(result, "failed for good", "failed");
        number(result, "still connecting at the end", "unfinished");
        number(result, "attempts that failed", "attemptsFailed");
        number(result, "retries", "retries");
        number(result, "cut by the server", "cut");
        number(result, "of these told when to come back", "askedBack");
        number(result, "came back", "reconnected");
        number(result, "could not resume", "unresumed");
        long attempts = result.counter("connected") + result.counter("failed");
        line(
                "success",
                attempts == 0
                        ? "-"
                        : String.format(Locale.ROOT, "%.2f %%", 100.0 * result.counter("connected") / attempts));
    }

    private void messages(Result result) {
        section("Messages");
        number(result, "sent", "sent");
        number(result, "expected by clients", "expected");
        number(result, "received", "received");
        number(result, "responses", "responses");
        number(result, "server events", "serverEvents");
        for (Fault fault : Fault.values()) {
            line(fault.toString(), String.format(Locale.ROOT, "%,d", result.fault(fault)));
        }
        number(result, "error responses", "errorResponses");
        number(result, "unsent, server does not read", "unsent");
        number(result, "due while the publisher was away", "skipped");
        number(result, "refused by the back-end", "refused");
        number(result, "to somebody else, or unsent", "misdelivered");
        number(result, "pages that differ", "diverged");
        number(result, "not of this run", "foreign");
        number(result, "before the client was due any", "notOwed");
        number(result, "unknown, client was cut", "unknownAfterCut");
        number(result, "missed and got later", "recovered");
        number(result, "missing, announced by the server", "announced");
        line("throughput out", rate(result.counter("sent") / result.seconds()));
        line("throughput in", rate(result.throughput()));
    }

    private void latency(Result result) {
        section(
                result.conditions().closedLoop()
                        ? "Latency in ms, closed loop: from sending"
                        : "Latency in ms: corrected from the due time, uncorrected as a closed-loop tester sees it");
        text.append(String.format("  %-30s %14s %14s%n", "", "corrected", "uncorrected"));
        row("messages", result.corrected().getTotalCount(), result.uncorrected().getTotalCount());
        row("min", result.corrected().getMinValue() / 1e3, result.uncorrected().getMinValue() / 1e3);
        row("average", result.corrected().getMean() / 1e3, result.uncorrected().getMean() / 1e3);
        for (double percentile : PERCENTILES) {
            row(
                    (percentile == 50 ? "median" : "p" + (percentile % 1 == 0 ? "" + (int) percentile : percentile)),
                    result.corrected().getValueAtPercentile(percentile) / 1e3,
                    result.uncorrected().getValueAtPercentile(percentile) / 1e3);
        }
        row("max", result.corrected().getMaxValue() / 1e3, result.uncorrected().getMaxValue() / 1e3);
    }

    private void memory(Result result) {
        section("Memory");
        double heap =
                result.moments().stream().mapToLong(Moment::heapBytes).max().orElse(0) / MB;
        double machine =
                result.moments().stream().mapToDouble(Moment::machineUsed).max().orElse(0);
        line("tester's heap, at most", String.format(Locale.ROOT, "%,.0f MB", heap));
        line("machine, at most", String.format(Locale.ROOT, "%.0f %% used", machine * 100));
        bytes(result, "tester, resident, a client", "ownBytesPerClient");
        bytes(result, "tester, heap, a client", "ownHeapBytesPerClient");
        bytes(result, "server, resident, a client", "serverBytesPerClient");
    }

    private void tester(Result result) {
        section("The tester itself");
        late("event loops late", result.lag());
        late("sent later than due", result.sendLag());
        double cpu = result.moments().stream()
                .filter(Moment::running)
                .mapToDouble(Moment::cpu)
                .max()
                .orElse(0);
        line("busiest event loop, at most", String.format(Locale.ROOT, "%.0f %%", cpu * 100));
    }

    private void late(String what, Histogram lag) {
        line(what + ", p99", ms(lag.getValueAtPercentile(99)));
        line(what + ", p99.9", ms(lag.getValueAtPercentile(99.9)));
    }

    private void comparison(Result result) {
        if (!result.comparison().isEmpty()) {
            section("Compared with the baseline");
            result.comparison()
                    .lines()
                    .forEach(each -> text.append("  ").append(each).append('\n'));
        }
    }

    private void lists(Result result) {
        for (Fault fault : Fault.values()) {
            if (result.fault(fault) > 0) {
                section("The first " + fault);
                result.findings().stream()
                        .filter(finding -> finding.fault() == fault)
                        .map(Finding::toString)
                        .forEach(found -> text.append("  ").append(found).append('\n'));
            }
        }
        if (!result.reasons().isEmpty()) {
            section("What failed, and how often");
            for (Map.Entry<String, Long> reason : result.reasons().entrySet()) {
                text.append(String.format(Locale.ROOT, "  %,7d  %s%n", reason.getValue(), reason.getKey()));
            }
        }
        if (!result.foreign().isEmpty()) {
            section("The first text that was not of this run");
            text.append("  ").append(result.foreign()).append('\n');
        }
        if (!result.marks().isEmpty()) {
            section("Steps");
            result.marks()
                    .forEach(mark ->
                            text.append(String.format(Locale.ROOT, "  %7.1f s  %s%n", mark.atMs() / 1e3, mark.what())));
        }
    }

    private void section(String name) {
        text.append('\n').append(name).append('\n');
    }

    private void number(Result result, String label, String counter) {
        line(label, String.format(Locale.ROOT, "%,d", result.counter(counter)));
    }

    private void bytes(Result result, String label, String counter) {
        if (result.counters().containsKey(counter)) {
            line(label, String.format(Locale.ROOT, "%.1f KB", result.counter(counter) / 1024.0));
        }
    }

    private void line(String label, String value) {
        text.append(String.format("  %-30s %14s%n", label, value));
    }

    private void row(String label, double corrected, double uncorrected) {
        text.append(String.format(Locale.ROOT, "  %-30s %,14.3f %,14.3f%n", label, corrected, uncorrected));
    }

    private void row(String label, long corrected, long uncorrected) {
        text.append(String.format(Locale.ROOT, "  %-30s %,14d %,14d%n", label, corrected, uncorrected));
    }

    private static String rate(double perSecond) {
        return String.format(Locale.ROOT, "%,.0f /s", perSecond);
    }

    private static String ms(long us) {
        return String.format(Locale.ROOT, "%,.2f ms", us / 1e3);
    }
}
