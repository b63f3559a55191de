package dev.carillon.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code carillon} without a command, which serves; and what all commands have in common. */
@Command(
        name = "java -jar carillon.jar",
        description = "A WebSocket server that scales across cores, processes and machines.",
        subcommands = {
            ServeCommand.class,
            ConfigCommand.class,
            PublishCommand.class,
            SendCommand.class,
            ReportCommand.class
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        scope = ScopeType.INHERIT,
        sortOptions = false,
        usageHelpAutoWidth = true,
        footerHeading = "%nConfiguration:%n",
        footer = {
            "  The environment counts over the file, the file over the defaults.",
            "  server.port is {\"server\": {\"port\": 9001}} in the file, CARILLON_SERVER_PORT",
            "  in the environment; redis.commandTimeout CARILLON_REDIS_COMMAND_TIMEOUT.",
            "  PORT, REDIS_URL and SERVER_NAME are short for server.port, redis.url and",
            "  server.name. The command 'config' lists all keys."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:it did what it was asked to; 'serve' was told to stop",
            "1:it could not run, or could not be delivered",
            "2:the command line, the configuration or the request is wrong"
        })
final class RootCommand implements Callable<Integer> {
    private final Cli cli;
    private Path file;

    @Spec
    private CommandSpec spec;

    private RootCommand(Cli cli) {
        this.cli = cli;
    }

    /** The parser of the whole command line. */
    static CommandLine parser(Cli cli, String... arguments) {
        return new CommandLine(new RootCommand(cli))
                .addSubcommand(loadtest(cli, List.of(arguments).contains(LoadtestCommand.NAME)))
                .setOut(cli.out())
                .setErr(cli.err())
                .setExpandAtFiles(false)
                .setParameterExceptionHandler((mistake, args) -> UsageMistake.explain(mistake, cli.err()))
                .setExecutionExceptionHandler((failure, command, args) -> Complaints.failed(failure, cli.err()));
    }

    /** Its many options cost time, which {@code serve} does not have. */
    private static CommandSpec loadtest(Cli cli, boolean asked) {
        if (asked) {
            return LoadtestCommand.spec(cli);
        }
        CommandSpec named = CommandSpec.create().name(LoadtestCommand.NAME);
        named.usageMessage().description(LoadtestCommand.DESCRIPTION);
        return named;
    }

    @Option(
            names = {"-c", "--conf"},
            paramLabel = "FILE",
            description = "Configuration in JSON; keys that it lacks have their defaults.",
            scope = ScopeType.INHERIT)
    void file(Path given) {
        if (file != null && given != null) {
            throw new ParameterException(spec.commandLine(), "option '--conf' (FILE) should be specified only once");
        }
        file = given;
    }

    @Override
    public Integer call() throws InterruptedException {
        return cli.serve(file());
    }

    Cli cli() {
        return cli;
    }

    /** The configuration file, wherever on the command line it was named. */
    Optional<Path> file() {
        return Optional.ofNullable(file);
    }
}
