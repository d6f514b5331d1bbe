package dev.plumbline.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.plumbline.trace.SubjectFailedException;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommandWordsTests {
    private static void splits(String command, String... words) {
        assertEquals(List.of(words), CommandWords.split(command), command);
    }

    private static void refuses(String command, String message) {
        assertEquals(
                message,
                assertThrows(SubjectFailedException.class, () -> CommandWords.split(command))
                        .getMessage());
    }

    @Test
    void splitsAtBlanksThatAreNotQuoted() {
        splits("python3 net.py", "python3", "net.py");
        splits("  python3\t net.py  ", "python3", "net.py");
        splits("python3 'my net.py' \"a b\"", "python3", "my net.py", "a b");
        splits("python3 my\\ net.py", "python3", "my net.py");
        splits("a'b c'd \"\" ''", "ab cd", "", "");
        splits("echo \"it's\" 'say \"so\"' \"\\\"\"", "echo", "it's", "say \"so\"", "\"");
        splits("C:\\Python\\python.exe net.py", "C:\\Python\\python.exe", "net.py");
        splits("sh -c 'a | b'", "sh", "-c", "a | b");
    }

    @Test
    void refusesWhatIsNoCommand() {
        refuses("python3 'net.py", "the quote ' in the command python3 'net.py is not closed");
        refuses(" ", "the command is empty");
        refuses(
                "python3 net.py > log",
                "the command is started without a shell, so `>` has no meaning; put it into a script, or use sh -c"
                        + " '...'");
    }
}
