package dev.plumbline.data.examples;

import dev.plumbline.data.DataProblems;
import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.spec.vocabulary.Problem;
import java.io.Serializable;
import java.util.ArrayList;

/** The problems of a part of a table, on their way to the driver. */
final class PartProblems implements Serializable {
    private static final long serialVersionUID = 1;

    private final ArrayList<ArrayList<String>> shown = new ArrayList<>();
    private final long more;

    PartProblems(DataProblems findings) {
        for (Problem each : findings.shown()) {
            ArrayList<String> texts = new ArrayList<>();
            texts.add(each.kind().name());
            texts.add(each.path());
            texts.add(each.message());
            texts.add(each.allowed());
            shown.add(texts);
        }
        more = findings.count() - shown.size();
    }

    boolean isEmpty() {
        return shown.isEmpty() && more == 0;
    }

    void addTo(DataProblems findings) {
        shown.forEach(each -> findings.add(ErrorKind.valueOf(each.get(0)), each.get(1), each.get(2), each.get(3)));
        findings.addUncollected(more);
    }
}
