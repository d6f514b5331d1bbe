package dev.plumbline.cli;

import dev.plumbline.recording.ShutdownHook;
import dev.plumbline.report.CheckJunit;
import dev.plumbline.report.HtmlPage;
import dev.plumbline.spec.Printable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that have reports written to files beside what is printed. */
final class Reports {
    @Option(
            names = "--junit",
            paramLabel = "OUT.xml",
            description = "Also write JUnit XML for a build server, with a test case for each layer and quantity.")
    private @Nullable Path junit;

    @Option(
            names = "--html",
            paramLabel = "OUT.html",
            description = "Also write a self-contained HTML page: the network, the loss, every difference.")
    private @Nullable Path html;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    /** Finds out whether all of them can be written. */
    Open open() {
        Optional<ReportFile> first = at(junit, ReportFile.Kind.JUNIT);
        try {
            // By their names, so that they are compared before one of them is made.
            if (junit != null && html != null && isSame(junit, html)) {
                throw new ParameterException(command.commandLine(), "`--junit` and `--html` name the same file");
            }
            Optional<ReportFile> second = at(html, ReportFile.Kind.HTML);
            if (first.isPresent() && second.filter(first.get()::isSame).isPresent()) {
                second.ifPresent(ReportFile::close);
                throw new ParameterException(command.commandLine(), "`--junit` and `--html` name the same file");
            }
            return new Open(first, second, commandLine(), Clock.systemUTC());
        } catch (ParameterException e) {
            first.ifPresent(ReportFile::close);
            throw e;
        }
    }

    private String commandLine() {
        CommandLine root = command.commandLine();
        while (root.getParent() != null) {
            root = root.getParent();
        }
        return "plumbline " + String.join(" ", root.getParseResult().originalArgs());
    }

    private static boolean isSame(Path one, Path other) {
        try {
            return one.toAbsolutePath()
                            .normalize()
                            .equals(other.toAbsolutePath().normalize())
                    || Files.exists(one) && Files.exists(other) && Files.isSameFile(one, other);
        } catch (IOException e) {
            return false; // writing fails too, and says why
        }
    }

    private Optional<ReportFile> at(@Nullable Path path, ReportFile.Kind kind) {
        try {
            return Optional.ofNullable(path).map(each -> ReportFile.at(each, kind));
        } catch (ReportFile.UnwritableException e) {
            throw new ParameterException(command.commandLine(), e.getMessage());
        }
    }

    /** Reports that can be written. */
    static final class Open implements AutoCloseable {
        private final Optional<ReportFile> junit;
        private final Optional<ReportFile> html;
        private final String commandLine;
        private final Clock clock;
        private final Instant begun;
        private final List<Path> written = new ArrayList<>();
        private final List<String> unwritten = new ArrayList<>();
        private Optional<ShutdownHook> stopped = Optional.empty();

        private Open(Optional<ReportFile> junit, Optional<ReportFile> html, String commandLine, Clock clock) {
            this.junit = junit;
            this.html = html;
            this.commandLine = commandLine;
            this.clock = clock;
            this.begun = clock.instant();
        }

        /** Whether any is wanted. */
        boolean areWanted() {
            return junit.isPresent() || html.isPresent();
        }

        /** When the check began. */
        Instant begun() {
            return begun;
        }

        /** For how long it has been going on, in seconds. */
        double seconds() {
            return Duration.between(begun, clock.instant()).toMillis() / 1000.0;
        }

        /** What the page says of itself. */
        HtmlPage.Origin origin() {
            return new HtmlPage.Origin(Plumbline.version(), commandLine, begun);
        }

        /** Writes the report of a build server, if it is wanted. */
        void junit(Supplier<String> document) {
            write(junit, document);
        }

        /** Writes the page, if it is wanted. */
        void html(Supplier<String> document) {
            write(html, document);
        }

        /** Says in the reports that there was no check; what an earlier run left there would say otherwise. */
        void failed(Path file, String what) {
            String name = String.valueOf(file.getFileName());
            settle(junit, () -> CheckJunit.failed(name, what, begun, seconds()));
            settle(html, () -> HtmlPage.failed(name, what, origin()));
        }

        private synchronized void settle(Optional<ReportFile> file, Supplier<String> document) {
            if (file.filter(report -> written.contains(report.path())).isEmpty()) {
                write(file, document);
            }
        }

        /** Has the reports say so if the process is told to end before they are written, as by Ctrl-C. */
        void guard(Path file) {
            if (areWanted()) {
                stopped = Optional.of(
                        ShutdownHook.of("reports", () -> failed(file, "The check was stopped before its end.")));
            }
        }

        /** What cannot be written after all is told at the end, so that it hides neither a verdict nor another report. */
        private synchronized void write(Optional<ReportFile> file, Supplier<String> document) {
            file.ifPresent(report -> {
                try {
                    report.write(document.get());
                    written.add(report.path());
                } catch (ReportFile.UnwritableException e) {
                    unwritten.add(e.getMessage());
                }
            });
        }

        /** What could not be written, each with the reason. */
        synchronized List<String> unwritten() {
            return List.copyOf(unwritten);
        }

        /** What was written, as the last line of the output; empty if nothing was. */
        String closing() {
            if (written.isEmpty()) {
                return "";
            }
            List<String> names = written.stream()
                    .map(path -> Printable.line(path.toString()))
                    .toList();
            return "\nWritten: " + String.join(", ", names) + "\n";
        }

        @Override
        public void close() {
            if (!stopped.map(ShutdownHook::cancel).orElse(true)) {
                return; // the hook writes, and needs what would be cleared away here
            }
            junit.ifPresent(ReportFile::close);
            html.ifPresent(ReportFile::close);
        }
    }
}
