package dev.carillon.load.report;

import dev.carillon.load.LoadException;
import dev.carillon.load.result.Judge;
import dev.carillon.load.result.Result;
import dev.carillon.load.result.ResultFile;
import dev.carillon.load.result.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/** The folder that a run, or a report of runs, leaves. Used by one thread. */
public final class RunFolder {
    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");
    private static final String TEXT = "results.txt";
    private static final String PAGE = "report.html";

    private final Path path;

    private RunFolder(Path path) {
        this.path = path;
    }

    /**
     * Makes a new folder for a run.
     *
     * @throws LoadException when it cannot be made
     */
    public static RunFolder create(Path parent, String scenario) {
        String name = LocalDateTime.now().format(NAME) + "-" + scenario;
        Path path = parent.resolve(name);
        for (int i = 2; Files.exists(path); i++) {
            path = parent.resolve(name + "-" + i);
        }
        return at(path);
    }

    /**
     * A folder that is made if it is not there.
     *
     * @throws LoadException when it cannot be made
     */
    public static RunFolder at(Path path) {
        try {
            Files.createDirectories(path);
            return new RunFolder(path);
        } catch (IOException e) {
            throw LoadException.failed(path + ": cannot be made: " + reason(e));
        }
    }

    public Path path() {
        return path;
    }

    /**
     * Writes everything on one run, the most precious first.
     *
     * @throws LoadException when it cannot; what was written before stays
     */
    public void write(Result result) {
        write(ResultFile.NAME, ResultFile.json(result).encode());
        report(List.of(result));
    }

    /**
     * Writes text, charts and page on some runs.
     *
     * @throws LoadException when it cannot; what was written before stays
     */
    public void report(List<Result> results) {
        List<Verdict> verdicts = ReportPage.judge(results);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < results.size(); i++) {
            texts.add(ResultsText.of(results.get(i), verdicts.get(i)));
        }
        write(TEXT, String.join("\n\n", texts));
        try {
            write(PAGE, ReportPage.of(results, texts, verdicts));
            Charts.write(results, path);
        } catch (IOException e) {
            throw LoadException.failed(path + ": cannot be written: " + reason(e));
        } catch (LinkageError | RuntimeException e) {
            if (e instanceof LoadException known) {
                throw known;
            }
            throw LoadException.failed("no charts, as this Java cannot draw text (is fontconfig installed?): " + e);
        }
    }

    /** What people read first. */
    public static String text(Result result) {
        return ResultsText.of(result, Judge.judge(result));
    }

    private void write(String name, String text) {
        Path file = path.resolve(name);
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw LoadException.failed(file + ": cannot be written: " + reason(e));
        }
    }

    private static String reason(IOException e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null || root.getMessage().isEmpty()
                ? root.getClass().getSimpleName()
                : root.getMessage();
    }
}
