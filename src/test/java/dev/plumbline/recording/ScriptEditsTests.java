package dev.plumbline.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.plumbline.Slow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The small edits of scripts, which are made in a process of their own: one that fails would hide all others. */
class ScriptEditsTests {
    private static final String EDITS = """
            import sys
            from around import mended
            from edits import edits
            from sources import Source
            for name in sys.argv[1:]:
                source = Source(open(name).read())
                found = edits(source, {each.lineno: 0 for each in source.statements()})
                if len(found) < 100:
                    print(f"{name} has only {len(found)} edits")
                list(mended(source))
            """;

    /** Every 40th script of the lab, and one whose edits failed once. */
    @Slow
    @Test
    void areFoundForEveryScript() throws IOException, InterruptedException {
        List<String> names = new ArrayList<>(List.of("src/lab/scripts/right/g06.py"));
        int[] number = {0};
        try (Stream<Path> scripts = Files.list(Path.of("src/lab/scripts/right"))) {
            scripts.sorted()
                    .filter(script -> number[0]++ % 40 == 0)
                    .map(Path::toString)
                    .forEach(names::add);
        }
        assertEquals("", ScriptModules.run(EDITS, "", names));
    }
}
