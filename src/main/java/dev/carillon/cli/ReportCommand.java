package dev.carillon.cli;

import dev.carillon.load.LoadTest;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code carillon report}. */
@Command(
        name = "report",
        description =
                "Makes the report of load tests again: workers of one run are merged, several runs share their axes.")
final class ReportCommand implements Callable<Integer> {
    @ParentCommand
    private RootCommand root;

    @Parameters(arity = "1..*", paramLabel = "DIR", description = "Folders of runs, each with its results.json.")
    private List<Path> folders;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description =
                    "Where the report goes; without it that of one run replaces its own, that of several is in loadtest-report.")
    private Path to;

    @Override
    public Integer call() {
        return new LoadTest(root.cli().out(), false)
                .report(folders, Optional.ofNullable(to))
                .exitCode();
    }
}
