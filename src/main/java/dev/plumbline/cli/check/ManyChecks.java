package dev.plumbline.cli.check;

import dev.plumbline.cli.options.LoadedNetwork;
import dev.plumbline.cli.options.Machine;
import dev.plumbline.cli.terminal.Progress;
import dev.plumbline.cli.terminal.Terminal;
import dev.plumbline.cli.terminal.UsageException;
import dev.plumbline.cluster.LocalWorkers;
import dev.plumbline.cluster.Workers;
import dev.plumbline.data.ShutdownHook;
import dev.plumbline.report.check.NetworkTable.Row;
import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.trace.Subject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** The checks of many networks, some at a time, each in a process of its own. Its option is only for many. */
final class ManyChecks {
    /** The time limit of each script. */
    static final Duration TIMEOUT = Duration.ofMinutes(5);

    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();
    private static final long LEAST_MEMORY = 1L << 30;
    private static final long MOST_MEMORY = 1L << 32;

    @Option(
            names = "--jobs",
            paramLabel = "N",
            description = "Of several networks, check N at a time. Default: as many as the machine has processors.")
    private Optional<Integer> jobs = Optional.empty();

    /**
     * What the checks have in common.
     *
     * @param exercise the network that all were to train; without it, each is checked for itself
     * @param reader reads the network file of a script
     * @param opener opens a network that is not a script
     */
    record Common(
            Optional<Exercise> exercise,
            Function<Path, LoadedNetwork> reader,
            Function<String, Subject> opener,
            boolean onlyTraining,
            Duration timeout) {}

    /** Refuses its option where it has no effect. */
    void requireNone() {
        if (jobs.isPresent()) {
            throw new UsageException(ErrorKind.OPTION_CONFLICT, "`--jobs` has no effect on a single network");
        }
    }

    /** Checks all networks. */
    List<Row> run(List<String> networks, Common common, Terminal terminal) {
        int atOnce = Math.min(Math.min(jobs.orElse(PROCESSORS), PROCESSORS), networks.size());
        if (atOnce < 1) {
            throw new UsageException(ErrorKind.INVALID_OPTION, "`--jobs` must be at least 1");
        }
        if (!System.getProperty("os.name", "").startsWith("Linux")
                && networks.stream().anyMatch(NetworkList::isScript)) {
            terminal.message("plumbline: on this system, the memory of scripts is not limited");
        }
        long memory =
                Math.max(LEAST_MEMORY, Math.min(MOST_MEMORY, Machine.here().physical() / 2 / atOnce));
        List<String> names = NetworkList.shortened(networks);
        List<Row> rows = new ArrayList<>(Collections.nCopies(networks.size(), null));
        long[] done = {0};
        AtomicBoolean isStopped = new AtomicBoolean();
        ShutdownHook hook = ShutdownHook.of("stop-checks", () -> isStopped.set(true));
        try (Workers workers = new LocalWorkers(atOnce);
                Progress progress = new Progress(terminal, "checking", "network", networks.size())) {
            Workers.Work<Integer, Row> work =
                    i -> new OneCheck(networks.get(i), names.get(i), common, networks, memory).row();
            workers.each(
                    work, Stream.iterate(0, i -> i + 1).limit(networks.size()).toList(), (index, row) -> {
                        rows.set(index, row);
                        done[0]++;
                        progress.stepped(done[0]);
                    });
        }
        if (!hook.cancel() || isStopped.get()) {
            throw new IllegalStateException("Shutdown in progress"); // the ends of the processes are no results
        }
        return rows;
    }
}
