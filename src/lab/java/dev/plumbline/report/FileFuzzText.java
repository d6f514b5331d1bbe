package dev.plumbline.report;

import dev.plumbline.fuzz.FileFuzzing;
import dev.plumbline.report.document.Numbers;
import dev.plumbline.report.document.Style;
import dev.plumbline.report.document.TextLayout;
import dev.plumbline.spec.vocabulary.Printable;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The results of reading damaged files as text. */
public record FileFuzzText(Style style) {
    private static final int NAMES = "slowest".length();

    /** The text of the results by kind of file. */
    public String of(Map<String, FileFuzzing.Result> results) {
        return results.entrySet().stream()
                .map(each -> of(each.getKey(), each.getValue()))
                .collect(Collectors.joining("\n"));
    }

    private String of(String what, FileFuzzing.Result result) {
        StringBuilder text = new StringBuilder(verdict(what, result)).append("\n");
        for (FileFuzzing.Fault fault : result.faults()) {
            text.append(entry("fault", Printable.line(fault.file() + ": " + fault.message())));
        }
        text.append(entry(
                "files",
                Numbers.whole(result.tried()) + ": " + Numbers.whole(result.read()) + " read, "
                        + Numbers.whole(result.refused()) + " refused with a reason"));
        if (result.planned() > result.tried()) {
            text.append(entry("stopped", "before the other " + Numbers.whole(result.planned() - result.tried())));
        }
        text.append(entry(
                "slowest", String.format(Locale.ROOT, "%.2f s of processor time for one file", result.longest())));
        text.append(entry("most", (result.most() >> 20) + " MB allocated for one file"));
        text.append(entry("seed", Long.toString(result.seed())));
        return text + "\n" + style.strong("Time") + ": " + Numbers.seconds(result.seconds()) + "\n";
    }

    private String verdict(String what, FileFuzzing.Result result) {
        if (result.isSound()) {
            return style.good("SOUND") + ": all " + what + " were read or refused\n";
        }
        return result.faults().isEmpty()
                ? style.bad("NOTHING WAS TRIED") + "\n"
                : style.bad("FAULTY") + ": reading " + what + ", in "
                        + Numbers.count(result.faults().size(), "file") + " of " + Numbers.whole(result.tried())
                        + "\n";
    }

    private static String entry(String name, String what) {
        return TextLayout.entry(name, NAMES, what);
    }
}
