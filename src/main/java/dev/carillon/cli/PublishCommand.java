package dev.carillon.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code carillon publish}. */
@Command(name = "publish", description = "Publishes a text on a channel of a server, by its HTTP API.")
final class PublishCommand implements Callable<Integer> {
    @ParentCommand
    private RootCommand root;

    @Mixin
    private Delivery delivery;

    @Parameters(index = "0", paramLabel = "CHANNEL", description = "Channel to publish on.")
    private String channel;

    @Parameters(index = "1", paramLabel = "TEXT", description = "What to say; - takes it from the standard input.")
    private String text;

    @Override
    public Integer call() throws InterruptedException {
        return delivery.deliver(root.cli(), root.file(), "/channels/" + ApiClient.encoded(channel) + "/messages", text);
    }
}
