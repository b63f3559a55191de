package dev.carillon.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code carillon serve}. */
@Command(
        name = "serve",
        description = "Runs the server until it is told to stop; this is also what happens without a command.")
final class ServeCommand implements Callable<Integer> {
    @ParentCommand
    private RootCommand root;

    @Override
    public Integer call() throws InterruptedException {
        return root.cli().serve(root.file());
    }
}
