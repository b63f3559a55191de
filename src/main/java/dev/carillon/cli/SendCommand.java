package dev.carillon.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code carillon send}. */
@Command(name = "send", description = "Sends a text to a user of a server, by its HTTP API.")
final class SendCommand implements Callable<Integer> {
    @ParentCommand
    private RootCommand root;

    @Mixin
    private Delivery delivery;

    @Parameters(index = "0", paramLabel = "USER", description = "Name of the user, who must be connected.")
    private String user;

    @Parameters(index = "1", paramLabel = "TEXT", description = "What to say; - takes it from the standard input.")
    private String text;

    @Override
    public Integer call() throws InterruptedException {
        return delivery.deliver(root.cli(), root.file(), "/users/" + ApiClient.encoded(user) + "/messages", text);
    }
}
