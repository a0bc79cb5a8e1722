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
        <source>%n field(s) change</source>
        <translation>
            <numerusform>%n field changes</numerusform>
            <numerusform>%n fields change</numerusform>
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
