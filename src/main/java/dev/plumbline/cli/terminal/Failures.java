package dev.plumbline.cli.terminal;

import dev.plumbline.backend.UnavailableBackendException;
import dev.plumbline.cluster.ClusterEngines;
import dev.plumbline.cluster.ClusterException;
import dev.plumbline.recording.InvalidRecordingException;
import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.spec.vocabulary.Printable;
import dev.plumbline.spec.vocabulary.Problem;
import dev.plumbline.trace.SubjectFailedException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Turns exceptions into messages and exit codes.
 *
 * @param debug whether to print the stack trace of an internal error
 * @param json whether to print invalid input as JSON on the output
 */
public record Failures(Terminal terminal, boolean debug, boolean json) {
    /** Prints the message of a failure and returns the exit code. */
    public int report(Throwable failure) {
        if (failure instanceof Terminal.OutputClosedException closed) {
            return outputClosed(closed);
        }
        if (failure instanceof BadInputException bad) {
            if (json) {
                terminal.print(Problems.document(bad));
            } else {
                terminal.message(Problems.text(bad.getMessage(), terminal.messageStyle()));
            }
            return ExitCode.BAD_INPUT;
        }
        if (failure instanceof IOException unreadable) {
            return report(RefusedException.of(unreadable));
        }
        if (failure instanceof UncheckedIOException wrapped) {
            return report(Objects.requireNonNull(wrapped.getCause()));
        }
        if (failure instanceof RefusedException refused) {
            return bad(refused.problems());
        }
        if (failure instanceof InvalidPathException path) { // read from a file; those of the command line are converted
            return bad(
                    ErrorKind.OUT_OF_RANGE,
                    "`" + Printable.line(path.getInput()) + "` is not a path: " + path.getReason());
        }
        if (failure instanceof UnavailableBackendException) {
            return bad(ErrorKind.BACKEND_UNAVAILABLE, String.valueOf(failure.getMessage()));
        }
        if (failure instanceof IllegalStateException && "Shutdown in progress".equals(failure.getMessage())) {
            return ExitCode.FAULT; // the process is ending
        }
        if (failure instanceof ClusterException cluster) {
            int code = bad(cluster.kind(), cluster.getMessage());
            trace(failure);
            return code;
        }
        if (failure instanceof SubjectFailedException failed) {
            return bad(failed.kind(), json ? failed.getMessage() : failed.brief());
        }
        if (failure instanceof InvalidRecordingException invalid) {
            return bad(invalid.defects().stream()
                    .map(defect -> Problem.of(defect.kind(), defect.toString()))
                    .toList());
        }
        if (failure instanceof OutOfMemoryError) {
            return fault(
                    ErrorKind.TOO_LITTLE_MEMORY,
                    failure,
                    "out of memory (" + failure.getMessage() + "); give Java more, for instance "
                            + "PLUMBLINE_JAVA_OPTS=-Xmx8g, or use smaller batches");
        }
        Optional<ClusterException> ofCluster = ClusterEngines.here().flatMap(engines -> engines.failure(failure));
        if (ofCluster.isPresent()) {
            return report(ofCluster.get());
        }
        return internalError(failure);
    }

    private int internalError(Throwable failure) {
        String what = failure.getMessage() == null ? failure.getClass().getName() : failure.getMessage();
        return fault(
                ErrorKind.INTERNAL,
                failure,
                "internal error: " + what.lines().findFirst().orElse("")
                        + (debug ? "" : " (--debug shows the stack trace)"));
    }

    private int outputClosed(Terminal.OutputClosedException closed) {
        if (closed.reason().isEmpty()) {
            return ExitCode.OUTPUT_CLOSED;
        }
        terminal.message(ErrorKind.NOT_WRITABLE.prefix() + "the output cannot be written: " + closed.reason());
        return ExitCode.FAULT;
    }

    /** Prints the problems of the user's network. */
    private int bad(List<Problem> problems) {
        print(problems);
        return ExitCode.BAD_INPUT;
    }

    private int bad(ErrorKind kind, String message) {
        return bad(List.of(Problem.of(kind, message)));
    }

    private void print(List<Problem> problems) {
        if (json) {
            terminal.print(Problems.documentOf(problems));
        } else {
            String errors = problems.stream()
                    .map(problem -> problem.kind().prefix() + problem)
                    .collect(Collectors.joining("\n"));
            terminal.message(Problems.text(errors, terminal.messageStyle()));
        }
    }

    private int fault(ErrorKind kind, Throwable failure, String message) {
        print(List.of(Problem.of(kind, message)));
        trace(failure);
        return ExitCode.FAULT;
    }

    private void trace(Throwable failure) {
        if (debug) {
            StringWriter trace = new StringWriter();
            failure.printStackTrace(new PrintWriter(trace));
            terminal.message(trace.toString());
        }
    }
}
