package dev.carillon.cli;

import dev.carillon.config.ConfigText;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code carillon config}. */
@Command(
        name = "config",
        description =
                "Prints the configuration that would count, each value with where it came from, passwords masked.")
final class ConfigCommand implements Callable<Integer> {
    @ParentCommand
    private RootCommand root;

    @Override
    public Integer call() {
        Cli cli = root.cli();
        cli.out().print(ConfigText.of(cli.load(root.file())));
        cli.out().flush();
        return ExitCode.OK;
    }
}
