package dev.carillon.load.report;

import dev.carillon.load.result.Fault;
import dev.carillon.load.result.Judge;
import dev.carillon.load.result.Moment;
import dev.carillon.load.result.Result;
import dev.carillon.load.result.Spread;
import dev.carillon.load.result.Verdict;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;

/** {@code report.html}: one file with everything in it, whose charts its own script draws. Pure. */
final class ReportPage {
    private static final String TEMPLATE = "report.html";
    private static final String DATA = "/*DATA*/";
    private static final double[] CURVE = {0, 10, 25, 50, 75, 90, 95, 99, 99.5, 99.9, 99.95, 99.99, 99.999, 100};

    private ReportPage() {}

    /** @param texts of each run, as in {@code results.txt} */
    static String of(List<Result> results, List<String> texts, List<Verdict> verdicts) throws IOException {
        JsonArray runs = new JsonArray();
        for (int i = 0; i < results.size(); i++) {
            runs.add(run(results.get(i), texts.get(i), verdicts.get(i)));
        }
        String data = new JsonObject().put("runs", runs).encode();
        return template().replace(DATA, data.replace("<", "\\u003c"));
    }

    static List<Verdict> judge(List<Result> results) {
        return results.stream().map(Judge::judge).toList();
    }

    private static JsonObject run(Result result, String text, Verdict verdict) {
        JsonArray moments = new JsonArray();
        result.moments().forEach(moment -> moments.add(moment(moment)));
        JsonArray marks = new JsonArray();
        result.marks()
                .forEach(mark ->
                        marks.add(new JsonArray().add(mark.atMs() / 1000.0).add(mark.what())));
        JsonObject faults = new JsonObject();
        for (Fault fault : Fault.values()) {
            faults.put(fault.toString(), result.fault(fault));
        }
        return new JsonObject()
                .put("title", result.title())
                .put("verdict", verdict.toString())
                .put("outcome", verdict.outcome().exitCode())
                .put("text", text)
                .put("faults", faults)
                .put("closedLoop", result.conditions().closedLoop())
                .put("corrected", curve(result.corrected()))
                .put("uncorrected", curve(result.uncorrected()))
                .put("moments", moments)
                .put("marks", marks);
    }

    /** Time, then what the charts show, in the order that the script knows. */
    private static JsonArray moment(Moment moment) {
        return new JsonArray()
                .add(moment.atMs() / 1000.0)
                .add(moment.perSecond(moment.sent()))
                .add(moment.perSecond(moment.received()))
                .add(ms(moment, Spread::p50Us))
                .add(ms(moment, Spread::p90Us))
                .add(ms(moment, Spread::p99Us))
                .add(ms(moment, Spread::p999Us))
                .add(ms(moment, Spread::maxUs))
                .add(moment.open())
                .add(moment.failures())
                .add(moment.heapBytes() / 1048576.0)
                .add(moment.serverBytes() == 0 ? null : moment.serverBytes() / 1048576.0)
                .add(moment.cpu() * 100)
                .add(moment.lagUs() / 1000.0)
                .add(moment.faults());
    }

    private static JsonArray curve(Histogram histogram) {
        JsonArray curve = new JsonArray();
        if (histogram.getTotalCount() > 0) {
            for (double percentile : CURVE) {
                curve.add(new JsonArray().add(percentile).add(histogram.getValueAtPercentile(percentile) / 1000.0));
            }
        }
        return curve;
    }

    private static Double ms(Moment moment, ToDoubleFunction<Spread> which) {
        return moment.latency().count() == 0 ? null : which.applyAsDouble(moment.latency()) / 1000;
    }

    private static String template() throws IOException {
        try (InputStream in = ReportPage.class.getResourceAsStream(TEMPLATE)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
