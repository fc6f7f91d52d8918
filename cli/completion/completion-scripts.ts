// Each script only hands the words typed so far to `completion words` and takes its lines as the
// candidates: what can be completed is decided in one place, for every shell.

export type CompletionShell = "bash" | "zsh" | "fish" | "powershell";

const bash = `# talos-vault completion for bash
_talos_vault() {
  local IFS=$'\\n' words=() word before=" " start="" line=\${COMP_LINE-} part
  # bash splits words at : = and @, which roles, --option=value and names have, and completes the last part.
  for part in "\${COMP_WORDS[@]:0:COMP_CWORD+1}"; do
    if [[ -n \${COMP_LINE-} ]]; then
      [[ $line == [[:blank:]]* ]] && before=" " || before=:
      line=\${line#"\${line%%[![:blank:]]*}"}
      line=\${line#"$part"}
    elif [[ $part == [:=@]* ]]; then before=:
    fi
    if [[ $before == : ]] && ((\${#words[@]})); then
      words[\${#words[@]}-1]+=$part
    else
      words+=("$part")
    fi
    [[ $part == [:=@]* ]] && before=: || before=" "
  done
  words=("\${words[@]:1}")
  word=\${words[\${#words[@]}-1]}
  [[ $word == *[:=@]* ]] && start=\${word%"\${word##*[:=@]}"}
  COMPREPLY=()
  while IFS= read -r word; do
    COMPREPLY+=("$(printf '%q' "\${word#"$start"}")")
  done < <(talos-vault completion words -- "\${words[@]}" 2>/dev/null)
}
complete -o default -F _talos_vault talos-vault
`;

const zsh = `#compdef talos-vault
_talos_vault() {
  local -a candidates
  candidates=("\${(@f)$(talos-vault completion words -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  candidates=("\${(@)candidates:#}")
  if (( $#candidates )); then compadd -Q -- "\${(@q)candidates}"; else _default; fi
}
# A file of $fpath is run at the first TAB, under its own name: then there is something to complete already.
if [[ "$funcstack[1]" == _talos[-_]vault ]]; then _talos_vault "$@"; else compdef _talos_vault talos-vault; fi
`;

const fish = `# talos-vault completion for fish
function __talos_vault_words
    set -l typed (commandline -opc) (commandline -ct)
    talos-vault completion words -- $typed[2..-1] 2>/dev/null
end
complete -c talos-vault -a '(__talos_vault_words)'
`;

const powershell = `# talos-vault completion for PowerShell
Register-ArgumentCompleter -Native -CommandName talos-vault -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $typed = @($commandAst.CommandElements | Select-Object -Skip 1 | ForEach-Object {
        if ($_ -is [System.Management.Automation.Language.StringConstantExpressionAst]) { $_.Value } else { $_.ToString() }
    })
    if ($wordToComplete -eq '') { $typed += '' }
    talos-vault completion words '--' @typed 2>$null | ForEach-Object {
        # A name may hold what PowerShell would run or take apart.
        $text = if ($_ -cmatch '^[\\w./:=+-][\\w./:=+@-]*$') { $_ } else { "'" + [System.Management.Automation.Language.CodeGeneration]::EscapeSingleQuotedStringContent($_) + "'" }
        [System.Management.Automation.CompletionResult]::new($text, $_, 'ParameterValue', $_)
    }
}
`;

export const completionScripts: Readonly<Record<CompletionShell, string>> = {
  bash,
  zsh,
  fish,
  powershell,
};
