package dev.plumbline.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.plumbline.cluster.ClusterException;
import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.spec.vocabulary.Problem;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each error is an entry of its own, and a fault of the input is never one of ours. */
class FailuresTests {
    private static List<String> problems(int code, Throwable failure) {
        StringWriter out = new StringWriter();
        Terminal terminal =
                Terminal.ofWriters(new PrintWriter(out), new PrintWriter(new StringWriter()), StandardCharsets.UTF_8);
        assertEquals(code, new Failures(terminal, false, true).report(failure));
        return of(out.toString());
    }

    private static List<String> of(String json) {
        return JsonParser.parseString(json).getAsJsonObject().getAsJsonArray("problems").asList().stream()
                .map(JsonElement::getAsJsonObject)
                .map(FailuresTests::text)
                .toList();
    }

    private static String text(JsonObject problem) {
        return problem.get("message").getAsString() + " " + problem.get("notes");
    }

    private static Problem problem(String message) {
        return new Problem(ErrorKind.OUT_OF_RANGE, "", message, "");
    }

    @Test
    void severalReasonsAreSeveralProblems() {
        assertEquals(
                List.of("a [ ]", "b\\nc [ ]"),
                problems(2, new RefusedException(List.of(problem("a"), problem("b\nc")))).stream()
                        .map(each -> each.replace("[]", "[ ]"))
                        .toList());
    }

    @Test
    void furtherLinesAreNotes() {
        assertEquals(
                List.of("the cluster failed [\"first\",\"second\"]"),
                problems(
                        2,
                        new ClusterException(ErrorKind.CLUSTER_FAILED, "the cluster failed\n  first\n\n  second\n")));
    }

    @Test
    void aFileThatCannotBeWrittenDuringTheTrainingIsNoInternalError() {
        assertEquals(
                List.of("No space left []"), problems(2, new UncheckedIOException(new IOException("No space left"))));
    }

    @Test
    void aPathInAFileThatIsNoPathIsNoInternalError() {
        InvalidPathException failure = assertThrows(InvalidPathException.class, () -> Path.of("a\0"));
        assertEquals(List.of("`a\\x00` is not a path: Nul character not allowed []"), problems(2, failure));
    }
}
