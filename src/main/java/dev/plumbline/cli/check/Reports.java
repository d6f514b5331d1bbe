package dev.plumbline.cli.check;

import dev.plumbline.cli.options.ReportFile;
import dev.plumbline.cli.terminal.UsageException;
import dev.plumbline.cli.terminal.Version;
import dev.plumbline.data.ShutdownHook;
import dev.plumbline.report.check.CheckJunit;
import dev.plumbline.report.page.HtmlPage;
import dev.plumbline.report.page.Origin;
import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.spec.vocabulary.Printable;
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
import picocli.CommandLine.Spec;

/** The options for reports in files. */
final class Reports {
    @Option(
            names = "--junit",
            paramLabel = "OUT.xml",
            description =
                    "Also write JUnit XML for a build server, with a test case for each layer and quantity, or for each of several networks.")
    private @Nullable Path junit;

    @Option(
            names = "--html",
            paramLabel = "OUT.html",
            description = "Also write a self-contained HTML page: the network, the loss, every difference.")
    private @Nullable Path html;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    /** Whether a page is requested. */
    boolean hasPage() {
        return html != null;
    }

    /** Opens all requested files. */
    Open open() {
        Optional<ReportFile> first = at(junit, ReportFile.Kind.JUNIT);
        try {
            // Compared by name, before either file exists.
            if (junit != null && html != null && isSame(junit, html)) {
                throw new UsageException(ErrorKind.OPTION_CONFLICT, "`--junit` and `--html` name the same file");
            }
            Optional<ReportFile> second = at(html, ReportFile.Kind.HTML);
            if (first.isPresent() && second.filter(first.get()::isSame).isPresent()) {
                second.ifPresent(ReportFile::close);
                throw new UsageException(ErrorKind.OPTION_CONFLICT, "`--junit` and `--html` name the same file");
            }
            return new Open(first, second, commandLine(), Clock.systemUTC());
        } catch (UsageException e) {
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

    private static boolean isSame(Path first, Path second) {
        try {
            return first.toAbsolutePath()
                            .normalize()
                            .equals(second.toAbsolutePath().normalize())
                    || Files.exists(first) && Files.exists(second) && Files.isSameFile(first, second);
        } catch (IOException e) {
            return false; // writing fails later with a message
        }
    }

    private Optional<ReportFile> at(@Nullable Path path, ReportFile.Kind kind) {
        return Optional.ofNullable(path).map(file -> ReportFile.at(file, kind));
    }

    /** The opened files. */
    static final class Open implements AutoCloseable {
        private final Optional<ReportFile> junit;
        private final Optional<ReportFile> html;
        private final String commandLine;
        private final Clock clock;
        private final Instant begun;
        private final List<Path> written = new ArrayList<>();
        private final List<String> unwritten = new ArrayList<>();
        private Optional<ShutdownHook> stopped = Optional.empty();
        private boolean isStopped;

        private Open(Optional<ReportFile> junit, Optional<ReportFile> html, String commandLine, Clock clock) {
            this.junit = junit;
            this.html = html;
            this.commandLine = commandLine;
            this.clock = clock;
            this.begun = clock.instant();
        }

        /** Whether any report is requested. */
        boolean areRequested() {
            return junit.isPresent() || html.isPresent();
        }

        /** The start of the check. */
        Instant begun() {
            return begun;
        }

        /** The seconds since the start. */
        double seconds() {
            return Duration.between(begun, clock.instant()).toMillis() / 1000.0;
        }

        /** The origin that the page shows. */
        Origin origin() {
            return new Origin(Version.here(), commandLine, begun);
        }

        /** Writes the JUnit XML, if it is requested. */
        void junit(Supplier<String> document) {
            write(junit, document);
        }

        /** Writes the page, if it is requested. */
        void html(Supplier<String> document) {
            write(html, document);
        }

        /** Writes into the reports that the check failed, so that they do not show the result of an earlier run. */
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

        /** If the process ends before the reports are written, for instance by Ctrl-C, writes that into them. */
        void guard(Path file) {
            if (areRequested()) {
                stopped = Optional.of(ShutdownHook.of("reports", () -> stop(file)));
            }
        }

        /** After this, the check, which goes on until the process ends, writes nothing more that it could not finish. */
        private synchronized void stop(Path file) {
            failed(file, "The check was stopped before its end.");
            isStopped = true;
        }

        /**
         * Collects errors of writing and reports them at the end, so that they hide neither the verdict nor another
         * report.
         */
        private synchronized void write(Optional<ReportFile> file, Supplier<String> document) {
            file.filter(report -> !isStopped).ifPresent(report -> {
                try {
                    report.write(document.get());
                    written.add(report.path());
                } catch (ReportFile.UnwritableException e) {
                    unwritten.add(e.getMessage());
                }
            });
        }

        /** The reports that could not be written, each with the reason. */
        synchronized List<String> unwritten() {
            return List.copyOf(unwritten);
        }

        /** The last line of the output, which lists the written reports; empty if there are none. */
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
                return; // the shutdown hook still needs the temporary files
            }
            junit.ifPresent(ReportFile::close);
            html.ifPresent(ReportFile::close);
        }
    }
}
