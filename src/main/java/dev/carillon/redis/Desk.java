package dev.carillon.redis;

import dev.carillon.bus.Command;
import dev.carillon.bus.Event;
import dev.carillon.bus.Uplink;

/** Takes what the cores ask for to the part of the bridge that does it. Confined to the event loop of the bridge. */
final class Desk {
    private final Cores cores;
    private final Subscriptions subscriptions;
    private final Publisher publisher;
    private final SessionKeys sessionKeys;
    private final Questions questions;
    private final Directory directory;

    Desk(
            Cores cores,
            Subscriptions subscriptions,
            Publisher publisher,
            SessionKeys sessionKeys,
            Questions questions,
            Directory directory) {
        this.cores = cores;
        this.subscriptions = subscriptions;
        this.publisher = publisher;
        this.sessionKeys = sessionKeys;
        this.questions = questions;
        this.directory = directory;
    }

    void take(Uplink uplink, long nowNs) {
        int core = uplink.core();
        cores.enter(core);
        for (Command command : uplink.commands()) {
            if (command instanceof Command.Count count) {
                sessionKeys.count(count.session(), count.messages(), count.first(), answering(core, count));
            } else if (command instanceof Command.Publish publish) {
                publish(core, publish, nowNs);
            } else if (command instanceof Command.Forget forget) {
                sessionKeys.forget(forget.session());
            } else if (command instanceof Command.Ask ask) {
                ask(core, ask, nowNs);
            } else if (command instanceof Command.Found found) {
                directory.found(found.seek(), found.session());
            } else if (command instanceof Command.Leave) {
                subscriptions.leave(core);
                cores.leave(core);
            } else {
                subscribe(core, command, nowNs);
            }
        }
    }

    private void subscribe(int core, Command command, long nowNs) {
        if (command instanceof Command.Prepare prepare) {
            subscriptions.prepare(prepare.channel());
        } else if (command instanceof Command.Watch watch) {
            subscriptions.watch(watch.channel(), core);
        } else if (command instanceof Command.Unwatch unwatch) {
            subscriptions.unwatch(unwatch.channel(), core);
        } else if (command instanceof Command.Confirm confirm) {
            subscriptions.confirm(confirm.channel(), answering(core, confirm), nowNs);
        }
    }

    private void publish(int core, Command.Publish publish, long nowNs) {
        publisher.publish(
                publish.channel(), publish.payload(), System.currentTimeMillis(), answering(core, publish), nowNs);
    }

    private void ask(int core, Command.Ask ask, long nowNs) {
        long id = ask.id();
        questions.ask(
                ask.question(), (value, failure) -> cores.tell(core, new Event.Answer(id, value, failure)), nowNs);
    }

    private Reply answering(int core, Command.Answered command) {
        long id = command.id();
        return (response, failure) -> cores.tell(core, new Event.Answer(id, null, failure));
    }
}
