package dev.plumbline.report;

import dev.plumbline.compare.Difference;
import dev.plumbline.math.Matrix;
import dev.plumbline.math.MatrixDifference;
import dev.plumbline.trace.Key;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Every tensor of a step, of both sides beside each other. */
final class PageTensors {
    private static final int MOST_ROWS = 10;
    private static final int MOST_COLUMNS = 6;
    private static final int DIGITS = 6;

    private final Markup html;
    private final HistoryRecorder.Moment moment;
    private final String subject;

    private PageTensors(Markup html, HistoryRecorder.Moment moment, String subject) {
        this.html = html;
        this.moment = moment;
        this.subject = subject;
    }

    /**
     * Adds them, in causal order; those that differ are open.
     *
     * @param subject what the side that is checked is called
     */
    static void add(Markup html, HistoryRecorder.Moment moment, String subject) {
        new PageTensors(html, moment, subject).add();
    }

    private void add() {
        SortedSet<Key> keys = new TreeSet<>(moment.expected().keys());
        keys.addAll(moment.subject().keys());
        keys.forEach(this::tensor);
    }

    private void tensor(Key key) {
        Optional<Matrix> own = moment.subject().get(key);
        Optional<Matrix> right = moment.expected().get(key);
        Optional<Difference> difference = moment.differences().stream()
                .filter(each -> each.key().equals(key))
                .findFirst();
        boolean isWrong = difference.filter(each -> each.kind().isDifference()).isPresent();
        html.open("details", isWrong ? "open" : "", "").open("summary");
        html.text(LayerQuantity.of(key).name() + " ");
        html.leaf("code", key.quantity().symbol() + key.layer()).text(", ");
        html.text(own.or(() -> right).map(Matrix::shape).orElse("") + " ");
        tag(own.isPresent(), difference);
        html.close().line();
        boolean comparable = own.isPresent() && right.isPresent() && own.get().hasShapeOf(right.get());
        Optional<MatrixDifference> found =
                comparable ? Optional.of(own.orElseThrow().differenceFrom(right.orElseThrow())) : Optional.empty();
        found.ifPresent(each -> farthest(each, own.orElseThrow(), right.orElseThrow()));
        double allowed = found.filter(each -> difference.isPresent())
                .map(each -> difference.orElseThrow().allowed() * Math.max(each.expectedLargest(), 1e-300))
                .orElse(Double.POSITIVE_INFINITY);
        html.open("div", "class", "sides").line();
        side(subject, own, right.filter(each -> comparable), found, allowed);
        side(
                moment.lane().equals(dev.plumbline.compare.Lane.LOCAL) ? "right" : "reference, freely running",
                right,
                own.filter(each -> comparable),
                found,
                allowed);
        html.close().line().close().line();
    }

    private void tag(boolean isShown, Optional<Difference> difference) {
        if (!isShown) {
            html.leaf("span", "not shown", "class", "tag plain");
        } else if (difference.isEmpty()) {
            html.leaf("span", "not compared", "class", "tag plain");
        } else {
            Difference each = difference.get();
            String text = switch (each.kind()) {
                case AGREES -> each.error() == 0 ? "the same bits" : "agrees";
                case DIFFERS -> Phrases.count(each);
                case NOT_FINITE -> "not finite";
                case SHAPE -> "another shape";
                case MISSING -> "missing";
                case UNEXPECTED -> "unexpected";
            };
            String type = each.kind().isDifference() ? "bad" : "good";
            html.leaf("span", text, "class", "tag " + type);
        }
    }

    private void farthest(MatrixDifference found, Matrix own, Matrix right) {
        if (found.norm() == 0) {
            html.leaf("p", "The same bits on both sides.", "class", "muted").line();
            return;
        }
        int row = found.row();
        int column = found.column();
        html.open("p", "class", "muted")
                .text("Farthest apart at " + Phrases.element(row, column) + ": " + subject + " ")
                .leaf("code", Numbers.exact(own.get(row, column)))
                .text(", right ")
                .leaf("code", Numbers.exact(right.get(row, column)))
                .close()
                .line();
    }

    /** A window of the tensor around the element that is farthest off. */
    private void side(
            String name,
            Optional<Matrix> tensor,
            Optional<Matrix> other,
            Optional<MatrixDifference> found,
            double allowed) {
        html.open("div").line();
        if (tensor.isEmpty()) {
            html.leaf("p", name + ": not shown", "class", "muted").close().line();
            return;
        }
        Matrix values = tensor.get();
        int row = found.map(MatrixDifference::row).orElse(0);
        int column = found.map(MatrixDifference::column).orElse(0);
        int fromRow = from(row, values.rows(), MOST_ROWS);
        int fromColumn = from(column, values.columns(), MOST_COLUMNS);
        int toRow = Math.min(values.rows(), fromRow + MOST_ROWS);
        int toColumn = Math.min(values.columns(), fromColumn + MOST_COLUMNS);
        html.open("div", "class", "scroll").open("table", "class", "tensor").line();
        html.leaf("caption", name + leftOut(values, fromRow, toRow, fromColumn, toColumn))
                .line();
        html.open("thead").open("tr").leaf("td", "");
        for (int j = fromColumn; j < toColumn; j++) {
            html.leaf("th", Integer.toString(j), "scope", "col");
        }
        html.close().close().line().open("tbody").line();
        boolean differs = found.filter(each -> each.norm() != 0).isPresent();
        for (int i = fromRow; i < toRow; i++) {
            html.open("tr").leaf("th", Integer.toString(i), "scope", "row");
            for (int j = fromColumn; j < toColumn; j++) {
                double value = values.get(i, j);
                boolean isOff = isOff(value, other, i, j, allowed);
                String type = "number" + (isOff ? " off" : "") + (differs && i == row && j == column ? " worst" : "");
                html.leaf("td", Numbers.significant(value, DIGITS), "class", type);
            }
            html.close().line();
        }
        html.close().close().close().close().line();
    }

    private static boolean isOff(double value, Optional<Matrix> other, int i, int j, double allowed) {
        return other.map(each -> !(Math.abs(value - each.get(i, j)) <= allowed)).orElse(false);
    }

    private static int from(int middle, int all, int most) {
        return Math.max(0, Math.min(middle - most / 2, all - most));
    }

    private static String leftOut(Matrix values, int fromRow, int toRow, int fromColumn, int toColumn) {
        int rows = values.rows() - (toRow - fromRow);
        int columns = values.columns() - (toColumn - fromColumn);
        if (rows == 0 && columns == 0) {
            return "";
        }
        String left = (rows > 0 ? Numbers.count(rows, "row") : "")
                + (rows > 0 && columns > 0 ? " and " : "")
                + (columns > 0 ? Numbers.count(columns, "column") : "");
        return ", around the element farthest apart; " + left + " left out";
    }
}
