<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_GB" sourcelanguage="en">
<context>
    <name>kube::ExecRun</name>
    <message numerus="yes">
        <source>The credential plugin %1 did not end within %n second(s) and was stopped. Run it in a terminal; it may wait for you to sign in.</source>
        <translation>
            <numerusform>The credential plugin %1 did not end within %n second and was stopped. Run it in a terminal; it may wait for you to sign in.</numerusform>
            <numerusform>The credential plugin %1 did not end within %n seconds and was stopped. Run it in a terminal; it may wait for you to sign in.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::ClusterPage</name>
    <message numerus="yes">
        <source>%n node(s)</source>
        <translation>
            <numerusform>%n node</numerusform>
            <numerusform>%n nodes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n field(s)</source>
        <translation>
            <numerusform>%n field</numerusform>
            <numerusform>%n fields</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::DiffCard</name>
    <message numerus="yes">
        <source>%n change(s)</source>
        <translation>
            <numerusform>%n change</numerusform>
            <numerusform>%n changes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>And of %n more field(s).</source>
        <translation>
            <numerusform>And of %n more field.</numerusform>
            <numerusform>And of %n more fields.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::DiffView</name>
    <message numerus="yes">
        <source>%n line(s) unchanged</source>
        <translation>
            <numerusform>%n line unchanged</numerusform>
            <numerusform>%n lines unchanged</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) unchanged, folded</source>
        <translation>
            <numerusform>%n line unchanged, folded</numerusform>
            <numerusform>%n lines unchanged, folded</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::Fleet</name>
    <message numerus="yes">
        <source>%n REC</source>
        <translation>
            <numerusform>%n REC</numerusform>
            <numerusform>%n REC</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::ReviewPage</name>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>%n more</numerusform>
            <numerusform>%n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::ReviewSummary</name>
    <message numerus="yes">
        <source>and %n more, in the difference below</source>
        <translation>
            <numerusform>and %n more, in the difference below</numerusform>
            <numerusform>and %n more, in the difference below</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>dry run accepted by the server, %n warning(s)</source>
        <translation>
            <numerusform>dry run accepted by the server, %n warning</numerusform>
            <numerusform>dry run accepted by the server, %n warnings</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n field(s) change</source>
        <translation>
            <numerusform>%n field changes</numerusform>
            <numerusform>%n fields change</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>restarts %n pod(s), one after the other</source>
        <translation>
            <numerusform>restarts %n pod, one after the other</numerusform>
            <numerusform>restarts %n pods, one after the other</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::SetPage</name>
    <message numerus="yes">
        <source>namespace %1 · %n pod(s) · StatefulSet</source>
        <translation>
            <numerusform>namespace %1 · %n pod · StatefulSet</numerusform>
            <numerusform>namespace %1 · %n pods · StatefulSet</numerusform>
        </translation>
    </message>
</context>
</TS>
