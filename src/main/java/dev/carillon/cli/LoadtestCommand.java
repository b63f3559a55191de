package dev.carillon.cli;

import dev.carillon.load.LoadTest;
import dev.carillon.load.plan.Plan;
import dev.carillon.load.plan.PlanKey;
import dev.carillon.load.plan.PlanReader;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/** {@code carillon loadtest}; most of its options come from {@link PlanKey}. */
@Command(
        name = LoadtestCommand.NAME,
        description = LoadtestCommand.DESCRIPTION,
        footerHeading = "%n",
        footer = {
            "Each option also counts from the environment (BATCH_SIZE) and from the plan",
            "file ({\"batchSize\": 1000}); the command line counts over the environment,",
            "that over the file. A time without a unit is in milliseconds."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:passed",
            "1:it could not run",
            "2:the options are wrong",
            "3:--verify: messages are not accounted for",
            "4:invalid: the load tester was the bottleneck",
            "5:slower than the baseline"
        })
final class LoadtestCommand implements Callable<Integer> {
    static final String NAME = "loadtest";
    static final String DESCRIPTION =
            "Drives a WebSocket server, knows every message that every client must get, and times from when it was due.";

    private final Cli cli;
    private final Map<PlanKey, String> given = new EnumMap<>(PlanKey.class);

    @Option(names = "--plan", paramLabel = "FILE", description = "Options in JSON, such as conf/loadtest.json.")
    private Path plan;

    private LoadtestCommand(Cli cli) {
        this.cli = cli;
    }

    /** The command with an option for each key of a plan. */
    static CommandSpec spec(Cli cli) {
        LoadtestCommand command = new LoadtestCommand(cli);
        CommandSpec spec = CommandSpec.forAnnotatedObject(command);
        for (PlanKey key : PlanKey.values()) {
            spec.addOption(command.option(key));
        }
        return spec;
    }

    @Override
    public Integer call() throws InterruptedException {
        Plan read = PlanReader.read(given, cli.environment(), Optional.ofNullable(plan));
        return new LoadTest(cli.out(), System.console() != null).run(read).exitCode();
    }

    private OptionSpec option(PlanKey key) {
        String standard = key.standard().isEmpty() || key.isSwitch() ? "" : " (default: " + key.standard() + ")";
        String text = key.description() + standard;
        OptionSpec.Builder option = OptionSpec.builder("--" + key.option())
                .description(Character.toUpperCase(text.charAt(0))
                        + text.substring(1).replace("%", "%%") + ".");
        if (key.isSwitch()) {
            option.arity("0").type(boolean.class);
        } else {
            option.arity("1").paramLabel(key.label()).type(String.class);
        }
        return option.setter(new ISetter() {
                    @Override
                    public <T> T set(T value) {
                        if (value != null && !Boolean.FALSE.equals(value)) {
                            given.put(key, String.valueOf(value));
                        }
                        return null;
                    }
                })
                .build();
    }
}
