<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh" sourcelanguage="en">
<context>
    <name>AboutSection</name>
    <message>
        <source>About</source>
        <translation>关于</translation>
    </message>
    <message>
        <source>Version %1</source>
        <translation>版本 %1</translation>
    </message>
    <message>
        <source>A speech studio that runs on your own computer. Nothing that you type leaves it.</source>
        <translation>在您自己的电脑上运行的语音工作室。您输入的内容不会离开这台电脑。</translation>
    </message>
    <message>
        <source>The source is under the Apache License 2.0. The program as a whole contains eSpeak NG and is distributed under the GNU General Public License, version 3 or later.</source>
        <translation>源代码采用 Apache 许可证 2.0。整个程序包含 eSpeak NG，按 GNU 通用公共许可证第 3 版或更高版本分发。</translation>
    </message>
    <message>
        <source>Keyboard</source>
        <translation>键盘</translation>
    </message>
    <message>
        <source>Ctrl+Enter</source>
        <translation>Ctrl+Enter</translation>
    </message>
    <message>
        <source>Speak the text</source>
        <translation>朗读文本</translation>
    </message>
    <message>
        <source>Space, in the text Ctrl+Space</source>
        <translation>空格键，在文本中为 Ctrl+空格</translation>
    </message>
    <message>
        <source>Play and pause</source>
        <translation>播放和暂停</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Ctrl+S</source>
        <translation>Ctrl+S</translation>
    </message>
    <message>
        <source>Save the audio</source>
        <translation>保存音频</translation>
    </message>
    <message>
        <source>Ctrl+1 to Ctrl+4</source>
        <translation>Ctrl+1 至 Ctrl+4</translation>
    </message>
    <message>
        <source>Speak, History, Voices, Settings</source>
        <translation>朗读、历史、声音、设置</translation>
    </message>
</context>
<context>
    <name>AppearanceSection</name>
    <message>
        <source>Appearance</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>System</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Interface size</source>
        <translation>界面大小</translation>
    </message>
    <message>
        <source>Text and controls together</source>
        <translation>文字与控件一起缩放</translation>
    </message>
    <message>
        <source>Small</source>
        <translation>小</translation>
    </message>
    <message>
        <source>Normal</source>
        <translation>标准</translation>
    </message>
    <message>
        <source>Large</source>
        <translation>大</translation>
    </message>
    <message>
        <source>Largest</source>
        <translation>特大</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
</context>
<context>
    <name>BlendEditor</name>
    <message>
        <source>No voice to mix yet</source>
        <translation>还没有可以混合的声音</translation>
    </message>
    <message>
        <source>Voices with several speakers can be mixed: Kokoro, for example. You find it under Available.</source>
        <translation>有多个说话人的声音可以混合，例如 Kokoro。可在“可下载”中找到。</translation>
    </message>
    <message>
        <source>Speakers</source>
        <translation>说话人</translation>
    </message>
    <message>
        <source>Voice</source>
        <translation>声音</translation>
    </message>
    <message>
        <source>Speaker %1</source>
        <translation>说话人 %1</translation>
    </message>
    <message>
        <source>Share of %1</source>
        <translation>%1 的比例</translation>
    </message>
    <message>
        <source>Take %1 out</source>
        <translation>移除 %1</translation>
    </message>
    <message>
        <source>Add a speaker</source>
        <translation>添加说话人</translation>
    </message>
    <message>
        <source>Name of the blend</source>
        <translation>混合声音的名称</translation>
    </message>
    <message>
        <source>Warm duo</source>
        <translation>温暖的二重奏</translation>
    </message>
    <message>
        <source>Try</source>
        <translation>试听</translation>
    </message>
    <message>
        <source>Try the blend</source>
        <translation>试听混合声音</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Save the blend as a voice</source>
        <translation>将混合保存为声音</translation>
    </message>
</context>
<context>
    <name>CatalogueList</name>
    <message>
        <source>Search by language or name</source>
        <translation>按语言或名称搜索</translation>
    </message>
    <message>
        <source>Kind of voice</source>
        <translation>声音类型</translation>
    </message>
    <message>
        <source>All kinds</source>
        <translation>所有类型</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>许可证</translation>
    </message>
    <message>
        <source>All licences</source>
        <translation>所有许可证</translation>
    </message>
    <message>
        <source>For any purpose</source>
        <translation>任何用途</translation>
    </message>
    <message>
        <source>In the model card</source>
        <translation>见模型卡</translation>
    </message>
    <message>
        <source>Non-commercial only</source>
        <translation>仅限非商业用途</translation>
    </message>
    <message>
        <source>Voices to download</source>
        <translation>可下载的声音</translation>
    </message>
    <message>
        <source>%1 of %2 voices; search to see the others</source>
        <translation>显示 %1 个声音，共 %2 个；搜索可查看其他声音</translation>
    </message>
    <message>
        <source>%1 voices</source>
        <translation>%1 个声音</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>All languages</source>
        <translation>所有语言</translation>
    </message>
</context>
<context>
    <name>CatalogueRow</name>
    <message>
        <source>Non-commercial</source>
        <translation>非商业</translation>
    </message>
    <message>
        <source>Downloading %1</source>
        <translation>正在下载 %1</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>下载</translation>
    </message>
    <message>
        <source>Try again to download %1</source>
        <translation>重新下载 %1</translation>
    </message>
    <message>
        <source>Download %1</source>
        <translation>下载 %1</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Cancel the download of %1</source>
        <translation>取消下载 %1</translation>
    </message>
</context>
<context>
    <name>Clip</name>
    <message>
        <source>The audio cannot be written: %1. Free some space or choose another folder.</source>
        <translation>无法写入音频：%1。请腾出空间或选择其他文件夹。</translation>
    </message>
    <message>
        <source>A WAV file cannot be this long. Save as FLAC.</source>
        <translation>WAV 文件不能这么长。请另存为 FLAC。</translation>
    </message>
</context>
<context>
    <name>CodeBlock</name>
    <message>
        <source>Copy %1</source>
        <translation>复制%1</translation>
    </message>
</context>
<context>
    <name>DictionaryRow</name>
    <message>
        <source>Listen to %1</source>
        <translation>试听 %1</translation>
    </message>
    <message>
        <source>Change %1</source>
        <translation>修改 %1</translation>
    </message>
    <message>
        <source>Remove %1</source>
        <translation>移除 %1</translation>
    </message>
    <message>
        <source>Really remove</source>
        <translation>确认移除</translation>
    </message>
    <message>
        <source>Really remove %1</source>
        <translation>确认移除 %1</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Keep %1</source>
        <translation>保留 %1</translation>
    </message>
</context>
<context>
    <name>DictionarySection</name>
    <message>
        <source>Pronunciation</source>
        <translation>发音</translation>
    </message>
    <message>
        <source>Say how a word is to be spoken: with another spelling, or in phonetic letters (IPA) between slashes. It holds for everything that is spoken from now on.</source>
        <translation>说明一个词该怎么读：用另一种写法，或用斜线之间的国际音标。从现在起朗读的所有内容都会照此发音。</translation>
    </message>
    <message>
        <source>Word</source>
        <translation>词</translation>
    </message>
    <message>
        <source>Said like: sequel, or /ˈsiːkwəl/</source>
        <translation>读作：sequel 或 /ˈsiːkwəl/</translation>
    </message>
    <message>
        <source>Language: en, empty: any</source>
        <translation>语言：en，留空表示任何语言</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Listen</source>
        <translation>试听</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Words and how they are said</source>
        <translation>词及其读法</translation>
    </message>
</context>
<context>
    <name>GpuSection</name>
    <message>
        <source>GPU Acceleration</source>
        <translation>GPU 加速</translation>
    </message>
    <message>
        <source>Speaking on the GPU</source>
        <translation>正在使用 GPU</translation>
    </message>
    <message>
        <source>Speaking on the CPU</source>
        <translation>正在使用 CPU</translation>
    </message>
    <message>
        <source>Check again</source>
        <translation>重新检查</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续下载</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Try the GPU again</source>
        <translation>再次尝试 GPU</translation>
    </message>
    <message>
        <source>Switch to the GPU</source>
        <translation>切换到 GPU</translation>
    </message>
    <message>
        <source>Switch to the CPU</source>
        <translation>切换到 CPU</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Start the server again</source>
        <translation>重新启动服务器</translation>
    </message>
</context>
<context>
    <name>HistoryPage</name>
    <message>
        <source>History</source>
        <translation>历史</translation>
    </message>
    <message>
        <source>Search what was said</source>
        <translation>搜索说过的内容</translation>
    </message>
    <message>
        <source>Favourites</source>
        <translation>收藏</translation>
    </message>
    <message>
        <source>Loading the history</source>
        <translation>正在加载历史</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>没有找到</translation>
    </message>
    <message>
        <source>No favourites yet</source>
        <translation>还没有收藏</translation>
    </message>
    <message>
        <source>Nothing spoken yet</source>
        <translation>还没有朗读过</translation>
    </message>
    <message>
        <source>No text contains these words.</source>
        <translation>没有包含这些词的文本。</translation>
    </message>
    <message>
        <source>Mark what you like with the star, and find it here.</source>
        <translation>用星标记您喜欢的内容，就能在这里找到。</translation>
    </message>
    <message>
        <source>Everything that you speak is kept here, on this computer only.</source>
        <translation>您朗读的一切都保存在这里，仅在这台电脑上。</translation>
    </message>
</context>
<context>
    <name>HistoryRow</name>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>播放</translation>
    </message>
    <message>
        <source>Not finished</source>
        <translation>未完成</translation>
    </message>
    <message>
        <source>Being made …</source>
        <translation>正在生成…</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Remove from favourites</source>
        <translation>取消收藏</translation>
    </message>
    <message>
        <source>Add to favourites</source>
        <translation>加入收藏</translation>
    </message>
    <message>
        <source>Edit the text</source>
        <translation>编辑文本</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
</context>
<context>
    <name>LogsSection</name>
    <message>
        <source>Logs</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>Copy all</source>
        <translation>全部复制</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>The speech server has said nothing yet.</source>
        <translation>语音服务器还没有任何消息。</translation>
    </message>
</context>
<context>
    <name>Main</name>
    <message>
        <source>WAV audio (*.wav)</source>
        <translation>WAV 音频 (*.wav)</translation>
    </message>
    <message>
        <source>FLAC audio (*.flac)</source>
        <translation>FLAC 音频 (*.flac)</translation>
    </message>
    <message>
        <source>MP3 audio (*.mp3)</source>
        <translation>MP3 音频 (*.mp3)</translation>
    </message>
    <message>
        <source>Opus audio (*.opus)</source>
        <translation>Opus 音频 (*.opus)</translation>
    </message>
    <message>
        <source>SubRip captions (*.srt)</source>
        <translation>SubRip 字幕 (*.srt)</translation>
    </message>
    <message>
        <source>WebVTT captions (*.vtt)</source>
        <translation>WebVTT 字幕 (*.vtt)</translation>
    </message>
</context>
<context>
    <name>Meter</name>
    <message>
        <source>%1, %2 percent</source>
        <translation>%1，百分之 %2</translation>
    </message>
</context>
<context>
    <name>NoticeBar</name>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>PlayerBar</name>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>播放</translation>
    </message>
    <message>
        <source>What you speak appears here.</source>
        <translation>朗读的内容会显示在这里。</translation>
    </message>
    <message>
        <source>This computer has no sound device. The audio can still be saved.</source>
        <translation>这台电脑没有声音设备。音频仍可保存。</translation>
    </message>
    <message>
        <source>%1 / %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>Save the audio</source>
        <translation>保存音频</translation>
    </message>
</context>
<context>
    <name>Presentation</name>
    <message numerus="yes">
        <source>about %n second(s)</source>
        <translation>
            <numerusform>约 %n 秒</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %n minute(s)</source>
        <translation>
            <numerusform>约 %n 分钟</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %n hour(s)</source>
        <translation>
            <numerusform>约 %n 小时</numerusform>
        </translation>
    </message>
    <message>
        <source>%1/s</source>
        <translation>%1/秒</translation>
    </message>
</context>
<context>
    <name>ServerSection</name>
    <message>
        <source>Server &amp; API</source>
        <translation>服务器与 API</translation>
    </message>
    <message>
        <source>Start again</source>
        <translation>重新启动</translation>
    </message>
    <message>
        <source>address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>From a shell</source>
        <translation>在命令行中</translation>
    </message>
    <message>
        <source>curl example</source>
        <translation>curl 示例</translation>
    </message>
    <message>
        <source>With the OpenAI library</source>
        <translation>使用 OpenAI 库</translation>
    </message>
    <message>
        <source>OpenAI example</source>
        <translation>OpenAI 示例</translation>
    </message>
    <message>
        <source>Network access</source>
        <translation>网络访问</translation>
    </message>
    <message>
        <source>Other computers in your network may speak with Parlando, if they have the key. The server restarts.</source>
        <translation>网络中的其他电脑只要有密钥就可以使用 Parlando。服务器会重新启动。</translation>
    </message>
    <message>
        <source>network address</source>
        <translation>网络地址</translation>
    </message>
    <message>
        <source>key</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>Make a new key</source>
        <translation>生成新密钥</translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>GPU Acceleration</source>
        <translation>GPU 加速</translation>
    </message>
    <message>
        <source>Server &amp; API</source>
        <translation>服务器与 API</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>Storage</source>
        <translation>存储</translation>
    </message>
    <message>
        <source>Logs</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>About</source>
        <translation>关于</translation>
    </message>
    <message>
        <source>Pronunciation</source>
        <translation>发音</translation>
    </message>
</context>
<context>
    <name>Sidebar</name>
    <message>
        <source>Pages</source>
        <translation>页面</translation>
    </message>
    <message>
        <source>Speak</source>
        <translation>朗读</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史</translation>
    </message>
    <message>
        <source>Voices</source>
        <translation>声音</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
</context>
<context>
    <name>SpeakPage</name>
    <message>
        <source>Speak</source>
        <translation>朗读</translation>
    </message>
    <message numerus="yes">
        <source>%n text(s) waiting</source>
        <translation>
            <numerusform>%n 段文本等待中</numerusform>
        </translation>
    </message>
    <message>
        <source>Type or paste what should be said …</source>
        <translation>输入或粘贴要朗读的内容…</translation>
    </message>
    <message>
        <source>Text to speak</source>
        <translation>要朗读的文本</translation>
    </message>
    <message>
        <source>%1 characters, at most %2 at once</source>
        <translation>%1 个字符，一次最多 %2 个</translation>
    </message>
    <message numerus="yes">
        <source>%n character(s)</source>
        <translation>
            <numerusform>%n 个字符</numerusform>
        </translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清空</translation>
    </message>
    <message>
        <source>Voice</source>
        <translation>声音</translation>
    </message>
    <message>
        <source>Loading voices…</source>
        <translation>正在加载声音…</translation>
    </message>
    <message>
        <source>No voice yet</source>
        <translation>还没有声音</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>语速</translation>
    </message>
    <message>
        <source>%1 ×</source>
        <translation>%1 ×</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>正在保存…</translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>保存…</translation>
    </message>
    <message>
        <source>Speak next</source>
        <translation>接着朗读</translation>
    </message>
    <message>
        <source>Ctrl+Enter</source>
        <translation>Ctrl+Enter</translation>
    </message>
</context>
<context>
    <name>SpeakStatus</name>
    <message>
        <source>Speech made</source>
        <translation>已生成语音</translation>
    </message>
    <message>
        <source>Start the server again</source>
        <translation>重新启动服务器</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
</context>
<context>
    <name>SpeedSlider</name>
    <message>
        <source>Speed</source>
        <translation>语速</translation>
    </message>
    <message>
        <source>%1 times</source>
        <translation>%1 倍</translation>
    </message>
</context>
<context>
    <name>StatusPill</name>
    <message>
        <source>Speech server: %1</source>
        <translation>语音服务器：%1</translation>
    </message>
</context>
<context>
    <name>StorageSection</name>
    <message>
        <source>Storage</source>
        <translation>存储</translation>
    </message>
    <message>
        <source>Counting…</source>
        <translation>正在统计…</translation>
    </message>
    <message>
        <source>Parlando uses %1, %2 are free</source>
        <translation>Parlando 占用 %1，剩余 %2</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>The disk is nearly full. Recordings cannot be kept until there is more space.</source>
        <translation>磁盘快满了。腾出空间之前无法保存录音。</translation>
    </message>
</context>
<context>
    <name>SwitchSteps</name>
    <message>
        <source>End the old engine</source>
        <translation>结束旧引擎</translation>
    </message>
    <message>
        <source>Start the new one</source>
        <translation>启动新引擎</translation>
    </message>
    <message>
        <source>Load the voice</source>
        <translation>加载声音</translation>
    </message>
    <message>
        <source>Prove it</source>
        <translation>验证</translation>
    </message>
</context>
<context>
    <name>VoiceRow</name>
    <message>
        <source>Chosen</source>
        <translation>已选择</translation>
    </message>
    <message>
        <source>Try</source>
        <translation>试听</translation>
    </message>
    <message>
        <source>Try %1</source>
        <translation>试听 %1</translation>
    </message>
    <message>
        <source>Choose</source>
        <translation>选择</translation>
    </message>
    <message>
        <source>Choose %1</source>
        <translation>选择 %1</translation>
    </message>
    <message>
        <source>In memory</source>
        <translation>已载入内存</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Remove %1</source>
        <translation>移除 %1</translation>
    </message>
    <message>
        <source>Really remove</source>
        <translation>确认移除</translation>
    </message>
    <message>
        <source>Really remove %1</source>
        <translation>确认移除 %1</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Keep %1</source>
        <translation>保留 %1</translation>
    </message>
</context>
<context>
    <name>VoicesPage</name>
    <message>
        <source>Voices</source>
        <translation>声音</translation>
    </message>
    <message>
        <source>Sentence to try</source>
        <translation>试听语句</translation>
    </message>
    <message>
        <source>Hello. This is how I sound when I read to you.</source>
        <translation>您好。这就是我为您朗读时的声音。</translation>
    </message>
    <message>
        <source>Loading voices</source>
        <translation>正在加载声音</translation>
    </message>
    <message>
        <source>Free memory</source>
        <translation>释放内存</translation>
    </message>
    <message>
        <source>Unloads all voices; the next sentence loads what it needs</source>
        <translation>卸载所有声音；下一句话会重新载入所需的声音</translation>
    </message>
    <message>
        <source>Which voices</source>
        <translation>哪些声音</translation>
    </message>
    <message>
        <source>Installed</source>
        <translation>已安装</translation>
    </message>
    <message>
        <source>Available</source>
        <translation>可下载</translation>
    </message>
    <message>
        <source>Drop the folder of a voice, or a Piper voice&apos;s .onnx file, here to add it.</source>
        <translation>将声音的文件夹或 Piper 声音的 .onnx 文件拖到此处即可添加。</translation>
    </message>
    <message>
        <source>Blend</source>
        <translation>混合</translation>
    </message>
</context>
<context>
    <name>Waveform</name>
    <message>
        <source>Position</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
</context>
<context>
    <name>parlando::desktop::ApiClient</name>
    <message>
        <source>The speech server was restarted.</source>
        <translation>语音服务器已重新启动。</translation>
    </message>
    <message>
        <source>The speech server answered with status %1.</source>
        <translation>语音服务器返回状态 %1。</translation>
    </message>
    <message>
        <source>Stopped.</source>
        <translation>已停止。</translation>
    </message>
    <message>
        <source>The speech server does not answer. It is restarted if it has stopped; try again in a moment.</source>
        <translation>语音服务器没有响应。如果它已停止，会自动重启；请稍后再试。</translation>
    </message>
    <message>
        <source>The speech server is starting. Try again in a moment.</source>
        <translation>语音服务器正在启动。请稍后再试。</translation>
    </message>
    <message>
        <source>The speech server answered with something that is not JSON.</source>
        <translation>语音服务器的响应不是 JSON。</translation>
    </message>
</context>
<context>
    <name>parlando::desktop::AppModel</name>
    <message>
        <source>Copied.</source>
        <translation>已复制。</translation>
    </message>
</context>
<context>
    <name>parlando::desktop::AudioFetch</name>
    <message>
        <source>The speech server is starting.</source>
        <translation>语音服务器正在启动。</translation>
    </message>
    <message>
        <source>The server sent no audio. Try again; if it stays so, look at the log in Settings.</source>
        <translation>服务器没有发送音频。请重试；如果仍然如此，请查看设置中的日志。</translation>
    </message>
</context>
<context>
    <name>parlando::desktop::BlendModel</name>
    <message>
        <source>Choose each speaker only once.</source>
        <translation>每个说话人只能选择一次。</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>%1 is among your voices now.</source>
        <translation>%1 已加入您的声音。</translation>
    </message>
</context>
<context>
    <name>parlando::desktop::CatalogueModel</name>
    <message>
        <source>licence in its model card</source>
        <translation>许可证见模型卡</translation>
    </message>
    <message>
        <source>Checking</source>
        <translation>正在检查</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>The voice is installed.</source>
        <translation>声音已安装。</translation>
    </message>
</context>
<context>
    <name>parlando::desktop::GpuModel</name>
    <message>
        <source>Parlando now speaks on the GPU.</source>
        <translation>Parlando 现在使用 GPU。</translation>
    </message>
    <message>
        <source>Parlando now speaks on the CPU. The GPU package stays for next time.</source>
        <translation>Parlando 现在使用 CPU。GPU 包会保留以备下次使用。</translation>
    </message>
    <message>
        <source>The GPU package is ready.</source>
        <translation>GPU 包已就绪。</translation>
    </message>
    <message>
        <source>Switch to the GPU</source>
        <translation>切换到 GPU</translation>
    </message>
    <message>
        <source>No NVIDIA graphics card</source>
        <translation>没有 NVIDIA 显卡</translation>
    </message>
    <message>
        <source>%1 memory</source>
        <translation>%1 显存</translation>
    </message>
    <message>
        <source>driver %1</source>
        <translation>驱动 %1</translation>
    </message>
    <message>
        <source>compute capability %1</source>
        <translation>计算能力 %1</translation>
    </message>
    <message>
        <source>package %1</source>
        <translation>包 %1</translation>
    </message>
    <message>
        <source>The speech server is not running</source>
        <translation>语音服务器未运行</translation>
    </message>
    <message>
        <source>Looking for a graphics card…</source>
        <translation>正在查找显卡…</translation>
    </message>
    <message>
        <source>Your computer speaks on its processor</source>
        <translation>您的电脑使用处理器朗读</translation>
    </message>
    <message>
        <source>This graphics card cannot be used</source>
        <translation>无法使用此显卡</translation>
    </message>
    <message>
        <source>Faster speech with your graphics card</source>
        <translation>用显卡更快地生成语音</translation>
    </message>
    <message>
        <source>Not enough free space</source>
        <translation>可用空间不足</translation>
    </message>
    <message>
        <source>Preparing the download…</source>
        <translation>正在准备下载…</translation>
    </message>
    <message>
        <source>Verifying the package…</source>
        <translation>正在校验包…</translation>
    </message>
    <message>
        <source>Unpacking…</source>
        <translation>正在解压…</translation>
    </message>
    <message>
        <source>Testing on the graphics card…</source>
        <translation>正在显卡上测试…</translation>
    </message>
    <message>
        <source>Downloading the GPU package…</source>
        <translation>正在下载 GPU 包…</translation>
    </message>
    <message>
        <source>Download paused</source>
        <translation>下载已暂停</translation>
    </message>
    <message>
        <source>The download did not finish</source>
        <translation>下载未完成</translation>
    </message>
    <message>
        <source>GPU package installed</source>
        <translation>GPU 包已安装</translation>
    </message>
    <message>
        <source>A small update for the GPU package</source>
        <translation>GPU 包有一个小更新</translation>
    </message>
    <message>
        <source>Switching to the CPU…</source>
        <translation>正在切换到 CPU…</translation>
    </message>
    <message>
        <source>Switching to the GPU…</source>
        <translation>正在切换到 GPU…</translation>
    </message>
    <message>
        <source>GPU acceleration is on</source>
        <translation>GPU 加速已开启</translation>
    </message>
    <message>
        <source>The GPU could not be used</source>
        <translation>无法使用 GPU</translation>
    </message>
    <message>
        <source>Removing the GPU package…</source>
        <translation>正在移除 GPU 包…</translation>
    </message>
    <message>
        <source>No NVIDIA card was found. Nothing is missing: every feature works without one.</source>
        <translation>没有找到 NVIDIA 显卡。没有关系：所有功能都能正常使用。</translation>
    </message>
    <message>
        <source>The package is downloaded once, verified, and tried before it is used. Until then, and whenever you like, speech runs on the CPU.</source>
        <translation>包只需下载一次，使用前会校验并试运行。在此之前以及任何时候，语音都可以使用 CPU。</translation>
    </message>
    <message>
        <source>The package is a download of %1 and needs %2 of disk space; %3 are free. It is verified, and tried before it is used.</source>
        <translation>下载大小为 %1，需要 %2 磁盘空间；剩余 %3。使用前会校验并试运行。</translation>
    </message>
    <message>
        <source>The GPU package needs %1, and %2 are free. Free some space, then check again.</source>
        <translation>GPU 包需要 %1，剩余 %2。请腾出空间后重新检查。</translation>
    </message>
    <message>
        <source>You can go on working: nothing changes until you switch.</source>
        <translation>您可以继续工作：切换之前不会有任何变化。</translation>
    </message>
    <message>
        <source>What was downloaded is kept, and the download goes on from there.</source>
        <translation>已下载的部分会保留，并从那里继续。</translation>
    </message>
    <message>
        <source>Speech runs on the CPU now. Switching takes a few seconds, and your text and audio stay as they are.</source>
        <translation>语音目前使用 CPU。切换需要几秒钟，您的文本和音频保持不变。</translation>
    </message>
    <message>
        <source>The installed package is of version %1. Only what has changed is downloaded: %2.</source>
        <translation>已安装的包版本为 %1。只下载有变化的部分：%2。</translation>
    </message>
    <message>
        <source>Your text, your audio and this page stay as they are.</source>
        <translation>您的文本、音频和此页面保持不变。</translation>
    </message>
    <message>
        <source>The running engine has passed its self-test on the card in %1 ms.</source>
        <translation>运行中的引擎在 %1 毫秒内通过了显卡自检。</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>%1, %2 left</source>
        <translation>%1，剩余%2</translation>
    </message>
    <message>
        <source>Measured on this computer: %1 times as fast as the CPU.</source>
        <translation>在这台电脑上测得：速度是 CPU 的 %1 倍。</translation>
    </message>
    <message>
        <source>Download %1</source>
        <translation>下载 %1</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>下载</translation>
    </message>
    <message>
        <source>The GPU package was removed.</source>
        <translation>GPU 包已移除。</translation>
    </message>
</context>
<context>
    <name>parlando::desktop::HistoryModel</name>
    <message>
        <source>Today, %1</source>
        <translation>今天 %1</translation>
    </message>
    <message>
        <source>Yesterday, %1</source>
        <translation>昨天 %1</translation>
    </message>
    <message>
        <source>This computer has no sound device. The audio can still be exported.</source>
        <translation>这台电脑没有声音设备。音频仍可导出。</translation>
    </message>
    <message>
        <source>The speech server is starting. Try again in a moment.</source>
        <translation>语音服务器正在启动。请稍后再试。</translation>
    </message>
    <message>
        <source>%1 cannot be written: %2. Choose another folder.</source>
        <translation>无法写入 %1：%2。请选择其他文件夹。</translation>
    </message>
    <message>
        <source>Saved as %1.</source>
        <translation>已保存为 %1。</translation>
    </message>
    <message>
        <source>Deleted.</source>
        <translation>已删除。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
</context>
<context>
    <name>parlando::desktop::ServerModel</name>
    <message>
        <source>Stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>正在启动…</translation>
    </message>
    <message>
        <source>Loading the voice…</source>
        <translation>正在加载声音…</translation>
    </message>
    <message>
        <source>Ready on the GPU</source>
        <translation>已就绪（GPU）</translation>
    </message>
    <message>
        <source>Ready on the CPU</source>
        <translation>已就绪（CPU）</translation>
    </message>
    <message>
        <source>Restarting…</source>
        <translation>正在重启…</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>正在停止…</translation>
    </message>
    <message>
        <source>Not running</source>
        <translation>未运行</translation>
    </message>
</context>
<context>
    <name>parlando::desktop::SpeakModel</name>
    <message>
        <source>Good morning. I am Parlando, and everything you type here is spoken on your own machine.</source>
        <translation>早上好。我是 Parlando，您在这里输入的一切都在您自己的电脑上朗读。</translation>
    </message>
    <message>
        <source>Preparing the first words…</source>
        <translation>正在准备开头的词句…</translation>
    </message>
    <message>
        <source>Waiting for the speech server…</source>
        <translation>正在等待语音服务器…</translation>
    </message>
    <message>
        <source>Speaking: %1 made so far</source>
        <translation>正在朗读：已生成 %1</translation>
    </message>
    <message>
        <source>Interrupted after %1, because the speech server was restarted.</source>
        <translation>在 %1 处中断，因为语音服务器已重启。</translation>
    </message>
    <message>
        <source>Saved as %1.</source>
        <translation>已保存为 %1。</translation>
    </message>
    <message>
        <source>The speech server is starting. Try again in a moment, or save as WAV.</source>
        <translation>语音服务器正在启动。请稍后再试，或保存为 WAV。</translation>
    </message>
    <message>
        <source>%1 cannot be written: %2. Choose another folder.</source>
        <translation>无法写入 %1：%2。请选择其他文件夹。</translation>
    </message>
    <message>
        <source>There are no captions of a voice&apos;s sample. Speak the text first.</source>
        <translation>语音试听没有字幕。请先朗读文本。</translation>
    </message>
</context>
<context>
    <name>parlando::desktop::StorageModel</name>
    <message>
        <source>Recordings</source>
        <translation>录音</translation>
    </message>
    <message>
        <source>Voices</source>
        <translation>声音</translation>
    </message>
    <message>
        <source>GPU package</source>
        <translation>GPU 包</translation>
    </message>
    <message>
        <source>Logs</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>Everything in your history. Delete it there.</source>
        <translation>您历史中的所有内容。请在历史中删除。</translation>
    </message>
    <message>
        <source>Voices that you added. The built-in voice is part of the application.</source>
        <translation>您添加的声音。内置声音是应用的一部分。</translation>
    </message>
    <message>
        <source>Downloads and the installed package. Remove it under GPU Acceleration.</source>
        <translation>下载内容和已安装的包。请在 GPU 加速中移除。</translation>
    </message>
    <message>
        <source>Old logs are deleted by themselves.</source>
        <translation>旧日志会自动删除。</translation>
    </message>
</context>
<context>
    <name>parlando::desktop::VoicesModel</name>
    <message>
        <source>Hello. This is how I sound when I read to you.</source>
        <translation>您好。这就是我为您朗读时的声音。</translation>
    </message>
    <message>
        <source>Only files and folders of this computer can be added.</source>
        <translation>只能添加本机上的文件和文件夹。</translation>
    </message>
    <message>
        <source>The voice is being read.</source>
        <translation>正在读取声音。</translation>
    </message>
    <message>
        <source>The voice is installed.</source>
        <translation>声音已安装。</translation>
    </message>
    <message>
        <source>A blend: %1</source>
        <translation>混合：%1</translation>
    </message>
</context>
</TS>
