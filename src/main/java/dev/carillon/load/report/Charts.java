package dev.carillon.load.report;

import dev.carillon.load.result.Mark;
import dev.carillon.load.result.Moment;
import dev.carillon.load.result.Result;
import dev.carillon.load.result.Spread;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import javax.imageio.ImageIO;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The charts as pictures, 1600 by 600, several runs on the same axes. Used by one thread. */
final class Charts {
    private static final int WIDTH = 1600;
    private static final int HEIGHT = 600;
    private static final double MB = 1 << 20;
    private static final Color[] COLORS = {
        new Color(0x1f5fa8),
        new Color(0xd1601f),
        new Color(0x2b8a3e),
        new Color(0x8e3fa8),
        new Color(0xb02a37),
        new Color(0x5c5c5c)
    };

    /** One line of a chart. */
    private record Line(String name, ToDoubleFunction<Moment> value) {}

    private final List<Result> results;
    private final Path folder;

    private Charts(List<Result> results, Path folder) {
        this.results = results;
        this.folder = folder;
    }

    /** Writes all charts into a folder. */
    static void write(List<Result> results, Path folder) throws IOException {
        System.setProperty("java.awt.headless", "true");
        // a cache of files wants a shutdown hook, which is too late after Ctrl-C
        ImageIO.setUseCache(false);
        Charts charts = new Charts(results, folder);
        charts.write(
                "memory-usage-chart",
                "Memory",
                "memory (MB)",
                new Line("tester's heap", moment -> moment.heapBytes() / MB),
                new Line(
                        "server, resident",
                        moment -> moment.serverBytes() == 0 ? Double.NaN : moment.serverBytes() / MB));
        charts.write("avg-latency-chart", "Average latency", "latency (ms)", new Line("average", ms(Spread::meanUs)));
        charts.write("median-latency-chart", "Median latency", "latency (ms)", new Line("median", ms(Spread::p50Us)));
        charts.write("min-latency-chart", "Least latency", "latency (ms)", new Line("least", ms(Spread::minUs)));
        charts.write("max-latency-chart", "Greatest latency", "latency (ms)", new Line("greatest", ms(Spread::maxUs)));
        charts.write(
                "throughput-chart",
                "Throughput",
                "messages a second",
                new Line("sent", moment -> moment.perSecond(moment.sent())),
                new Line("received", moment -> moment.perSecond(moment.received())));
        charts.write(
                "percentiles-chart",
                "Latency percentiles",
                "latency (ms)",
                new Line("p50", ms(Spread::p50Us)),
                new Line("p90", ms(Spread::p90Us)),
                new Line("p99", ms(Spread::p99Us)),
                new Line("p99.9", ms(Spread::p999Us)));
        charts.write(
                "connections-chart",
                "Connections",
                "connections",
                new Line("open", Moment::open),
                new Line("failed or cut a second", moment -> moment.perSecond(moment.failures())));
    }

    private static ToDoubleFunction<Moment> ms(ToDoubleFunction<Spread> which) {
        return moment -> moment.latency().ms(which.applyAsDouble(moment.latency()));
    }

    private void write(String name, String what, String unit, Line... lines) throws IOException {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(what + ", " + title())
                .xAxisTitle("time since the start (s)")
                .yAxisTitle(unit)
                .theme(Styler.ChartTheme.Matlab)
                .build();
        style(chart);
        double top = 0;
        for (int run = 0; run < results.size(); run++) {
            for (int i = 0; i < lines.length; i++) {
                String label = results.size() == 1 ? lines[i].name() : "run " + (run + 1) + ": " + lines[i].name();
                top = Math.max(top, add(chart, label, run, lines[i], COLORS[i % COLORS.length]));
            }
        }
        if (top == 0) {
            top = 1;
        }
        chart.getStyler().setXAxisMin(0.0).setYAxisMin(0.0).setYAxisMax(top * 1.08);
        marks(chart, top * 1.08);
        paint(chart, folder.resolve(name + ".png"));
    }

    private static void paint(XYChart chart, Path file) throws IOException {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        chart.paint(graphics, WIDTH, HEIGHT);
        graphics.dispose();
        try (OutputStream out = Files.newOutputStream(file)) {
            ImageIO.write(image, "png", out);
        }
    }

    private double add(XYChart chart, String label, int run, Line line, Color color) {
        List<Double> times = new ArrayList<>();
        List<Double> values = new ArrayList<>();
        double top = 0;
        boolean any = false;
        for (Moment moment : results.get(run).moments()) {
            double value = line.value().applyAsDouble(moment);
            times.add(moment.atMs() / 1000.0);
            values.add(value);
            any |= !Double.isNaN(value);
            top = Double.isNaN(value) ? top : Math.max(top, value);
        }
        if (any) {
            XYSeries series = chart.addSeries(label, times, values);
            series.setMarker(times.size() < 60 ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
            series.setLineColor(color);
            series.setMarkerColor(color);
            series.setLineStyle(dashes(run));
        }
        return top;
    }

    /** A line of the first run is solid, those of others have ever shorter dashes. */
    private static BasicStroke dashes(int run) {
        float[] dash = run == 0 ? null : new float[] {8f / run, 4};
        return new BasicStroke(2, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, dash, 0);
    }

    /** Steps are lines from the bottom to the top. */
    private void marks(XYChart chart, double top) {
        Set<String> labels = new HashSet<>();
        for (Result result : results) {
            for (Mark mark : result.marks()) {
                double at = mark.atMs() / 1000.0;
                String label = String.format("%.1f s: %s", at, shorten(mark.what()));
                if (labels.add(label)) {
                    XYSeries series = chart.addSeries(label, List.of(at, at), List.of(0.0, top));
                    series.setMarker(SeriesMarkers.NONE);
                    series.setLineColor(new Color(0x888888));
                    series.setLineWidth(1);
                }
            }
        }
    }

    private static void style(XYChart chart) {
        chart.getStyler()
                .setLegendPosition(Styler.LegendPosition.OutsideS)
                .setLegendLayout(Styler.LegendLayout.Horizontal)
                .setMarkerSize(5)
                .setPlotContentSize(0.98)
                .setChartPadding(14);
        chart.getStyler().setYAxisDecimalPattern("#,##0.###").setXAxisDecimalPattern("#,##0.#");
    }

    private String title() {
        return results.size() == 1
                ? results.get(0).title()
                : results.size() + " runs, the first of " + results.get(0).title();
    }

    private static String shorten(String text) {
        return text.length() > 60 ? text.substring(0, 57) + "..." : text;
    }
}
