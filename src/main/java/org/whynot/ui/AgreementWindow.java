package org.whynot.ui;

import java.awt.BorderLayout;
import java.awt.Dimension;
import java.awt.FlowLayout;
import java.awt.event.KeyEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;
import javax.swing.JButton;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.JTable;
import javax.swing.JTextArea;
import javax.swing.table.DefaultTableModel;
import org.whynot.labelling.Agreement;
import org.whynot.util.StagedFiles;

/** How far the labels of two people agree, with a list of the differences; a click on one chooses its clip. */
final class AgreementWindow extends JPanel {

    private static final int COLUMNS = 46;
    private static final int LEAST_ROWS = 4;
    private static final int MOST_ROWS = 16;
    private static final String FILE = "label-differences.csv";

    private final transient Agreement agreement;
    private final JTable table;
    private final JTextArea sentence = Windows.sentence();

    private AgreementWindow(Agreement agreement, Path other, Consumer<String> chosen) {
        super(new BorderLayout(6, 6));
        this.agreement = agreement;
        setName("agreement");
        sentence.setText(words(agreement, other));
        sentence.setRows(sentence.getLineCount());
        sentence.setColumns(COLUMNS);
        sentence.setName("agreement sentence");
        DefaultTableModel rows = new DefaultTableModel(new Object[] {"Clip", "What", "Here", "There"}, 0) {
            @Override
            public boolean isCellEditable(int row, int column) {
                return false;
            }
        };
        agreement.differences().forEach(d -> rows.addRow(new Object[] {d.clip(), d.what(), d.first(), d.second()}));
        table = new JTable(rows);
        table.setName("differences");
        table.setRowHeight(table.getFontMetrics(table.getFont()).getHeight() * 4 / 3);
        table.getColumnModel()
                .getColumn(0)
                .setPreferredWidth(2 * table.getColumnModel().getColumn(1).getPreferredWidth());
        table.setPreferredScrollableViewportSize(new Dimension(
                sentence.getPreferredSize().width,
                table.getRowHeight() * Math.max(LEAST_ROWS, Math.min(MOST_ROWS, rows.getRowCount()))));
        sentence.setCaretPosition(0);
        table.getSelectionModel().addListSelectionListener(e -> {
            if (!e.getValueIsAdjusting() && table.getSelectedRow() >= 0)
                chosen.accept(rows.getValueAt(table.getSelectedRow(), 0).toString());
        });
        JPanel buttons = new JPanel(new FlowLayout(FlowLayout.LEADING));
        buttons.add(new JButton(
                Windows.action("Save table...", KeyEvent.VK_S, Windows.menuKey(KeyEvent.VK_S), this::save)));
        add(sentence, BorderLayout.PAGE_START);
        add(new JScrollPane(table), BorderLayout.CENTER);
        add(buttons, BorderLayout.PAGE_END);
    }

    /** Opens a window; on the event thread. */
    static void open(Agreement agreement, Path other, Consumer<String> chosen) {
        AgreementWindow content = new AgreementWindow(agreement, other, chosen);
        new ToolWindow("Agreement", "whynot.agreement.loc", null, content, () -> {}).open();
        content.table.requestFocusInWindow();
    }

    private static String words(Agreement agreement, Path other) {
        StringBuilder text =
                new StringBuilder("Compared with ").append(other).append(".\n").append(agreement.sentence());
        agreement
                .attributes()
                .forEach((name, kappa) -> text.append(String.format(
                        Locale.ROOT,
                        "%n%s: the same for %.0f %%%s",
                        name,
                        100 * kappa.agreement(),
                        Double.isNaN(kappa.kappa()) ? "" : String.format(Locale.ROOT, ", kappa %.2f", kappa.kappa()))));
        if (!Double.isNaN(agreement.boxIou()))
            text.append(String.format(Locale.ROOT, "%nBoxes overlap by %.2f (IoU).", agreement.boxIou()));
        if (agreement.onlyFirst() + agreement.onlySecond() > 0)
            text.append(String.format(
                    Locale.ROOT,
                    "%nLabelled only here: %d clips, only there: %d.",
                    agreement.onlyFirst(),
                    agreement.onlySecond()));
        return text.toString();
    }

    private void save() {
        Windows.chooseFolder(this, "Save table").ifPresent(folder -> {
            try {
                sentence.setText("Written: " + StagedFiles.writeText(folder, FILE, agreement.csv()));
            } catch (IOException e) {
                sentence.setText(e.getMessage());
            }
        });
    }
}
